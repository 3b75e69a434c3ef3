using Haggle.Agent.Programs;

namespace Haggle.Agent.Views;

/// <summary>How mounts are brought to their places without touching what is there.</summary>
/// <param name="Words">What the view script is told.</param>
/// <param name="Missing">
/// Names that are needed on the real disk, because the folder that they go into is the user's own: parents first, with whether each is a folder.
/// </param>
internal sealed record ViewPlan(IReadOnlyList<string> Words, IReadOnlyList<(string Path, bool IsFolder)> Missing)
{
    /// <summary>Plans it by what is on the disk now.</summary>
    /// <param name="mounts">The mounts, none below another.</param>
    /// <param name="ownFolder">A folder that no mount may hide.</param>
    /// <param name="mayAdd">Whether names may be added to a folder.</param>
    /// <exception cref="TaskFault">Something that is there stands in the way; the message says what.</exception>
    public static ViewPlan Make(IReadOnlyList<OutsideMount> mounts, string ownFolder, Func<string, bool> mayAdd)
    {
        SortedSet<string> grown = new(StringComparer.Ordinal);
        List<(string, bool)> missing = [];
        List<string> words = [];
        foreach (var mount in mounts)
        {
            if ((ownFolder + "/").StartsWith(mount.Place + "/", StringComparison.Ordinal)) throw new TaskFault($"file_mounts: {mount.Named} would hide Haggle's own files in {ownFolder}; name a folder inside it");
            words.AddRange([mount.IsFolder ? "folder" : "file", mount.Source, mount.Place]);
            var names = NamesTo(mount, mounts);
            if (names.Count == 0) continue;
            var anchor = Path.GetDirectoryName(names[0]) ?? "/";
            if (mayAdd(anchor)) missing.AddRange(names.Select((name, i) => (name, mount.IsFolder || i < names.Count - 1)));
            else grown.Add(anchor);
        }

        // Outer folders first: what grows inside one must be in it already.
        return new ViewPlan([.. grown.SelectMany(folder => (string[])["grow", folder]), .. words], missing);
    }

    /// <summary>The names on the way to a place that are not there, outermost first; none when the place is there.</summary>
    private static List<string> NamesTo(OutsideMount mount, IReadOnlyList<OutsideMount> mounts)
    {
        if (Path.Exists(mount.Place))
        {
            if (Directory.Exists(mount.Place) == mount.IsFolder) return [];
            throw new TaskFault($"file_mounts: {mount.Named} is to be a {Kind(mount.IsFolder)}, and on this machine it is a {Kind(!mount.IsFolder)}, which is left alone; choose another path");
        }

        List<string> names = [];
        for (var path = mount.Place; !Directory.Exists(path); path = Path.GetDirectoryName(path) ?? "/")
        {
            // What lies below another mount lies in this machine's own folder by then.
            if (mounts.Any(other => other != mount && path == other.Place)) return [];
            if (File.Exists(path)) throw new TaskFault($"file_mounts: {mount.Named} cannot be: {path} is a file on this machine, which is left alone; choose another path");
            names.Insert(0, path);
        }

        return names;
    }

    private static string Kind(bool isFolder) => isFolder ? "folder" : "file";
}
