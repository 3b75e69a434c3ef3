using Haggle.Agent.Programs;

namespace Haggle.Agent.Views;

/// <summary>
/// Empty files and folders that a view needs on the real disk: something can only be mounted where a name is. Each is written down before it is made, so that it
/// is found and taken away however this process ends, and locked as long as it is in use: a name that another machine uses too goes with the last of them.
/// </summary>
/// <param name="list">The file that they are written down in.</param>
internal sealed class Placeholders(string list)
{
    private readonly List<(string Path, int Lock)> held = [];

    /// <summary>Makes them, or takes part in those of other machines.</summary>
    /// <param name="missing">The names, parents first.</param>
    /// <param name="places">The places of all mounts, of which some may be there only because another machine uses them.</param>
    /// <exception cref="TaskFault">One cannot be made.</exception>
    public void Make(IReadOnlyList<(string Path, bool IsFolder)> missing, IEnumerable<string> places)
    {
        var others = OfOthers();
        foreach (var path in others.Where(path => places.Any(place => (place + "/").StartsWith(path + "/", StringComparison.Ordinal)))) Hold(path, Directory.Exists(path));
        foreach (var (path, isFolder) in missing) Hold(path, isFolder);
    }

    /// <summary>Takes away those that nobody else uses and nobody has put anything into.</summary>
    public void Clear()
    {
        for (var i = held.Count - 1; i >= 0; i--)
        {
            Native.LetGo(held[i].Lock);
            Remove(held[i].Path);
        }

        held.Clear();
        File.Delete(list);
    }

    private void Hold(string path, bool isFolder)
    {
        try
        {
            File.AppendAllText(list, path + "\n");
            while (true)
            {
                // A machine that ends may take it away before it is locked here: then it is made anew.
                if (!Path.Exists(path))
                {
                    if (isFolder) Directory.CreateDirectory(path);
                    else new FileStream(path, FileMode.CreateNew).Dispose();
                }

                var handle = Native.Hold(path);
                if (handle < 0 || Path.Exists(path))
                {
                    held.Add((path, handle));
                    return;
                }

                Native.LetGo(handle);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TaskFault($"file_mounts: {path} cannot be made on this machine: {fault.Message}");
        }
    }

    private List<string> OfOthers()
    {
        var machines = Path.GetDirectoryName(Path.GetDirectoryName(list));
        if (machines is null) return [];
        List<string> paths = [];
        foreach (var other in Directory.EnumerateDirectories(machines).Select(folder => Path.Combine(folder, Path.GetFileName(list))).Where(file => file != list))
        {
            try
            {
                if (File.Exists(other)) paths.AddRange(File.ReadLines(other).Where(Path.Exists));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // That machine ended in this moment: its names are either gone or still there, and both are dealt with.
            }
        }

        return [.. paths.Distinct().Order(StringComparer.Ordinal)];
    }

    private static void Remove(string path)
    {
        var alone = Native.HoldAlone(path);
        if (alone < 0) return;
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path);
            else if (new FileInfo(path) is { Exists: true, Length: 0 }) File.Delete(path);
        }
        catch (Exception used) when (used is IOException or UnauthorizedAccessException)
        {
            // Somebody has put something into it: it is not ours any more.
        }
        finally
        {
            Native.LetGo(alone);
        }
    }
}
