namespace Haggle.Wire.Agent;

/// <summary>
/// Where the files of a mount are: at a path inside the working folder, or outside of it (absolute, or below the home folder). What goes outside travels in
/// the bundle below a folder of its own. Pure.
/// </summary>
public static class MountPlace
{
    /// <summary>The folder of a bundle that holds what goes outside the working folder.</summary>
    public const string Folder = ".haggle-mounts";

    // Somebody who mounts over one of these whole has no shell any more, and nobody means it.
    private static readonly string[] SystemFolders =
        ["bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"];

    private static readonly string[] KernelFolders = ["dev", "proc", "sys"];

    /// <summary>Whether a destination lies outside the working folder.</summary>
    public static bool IsOutside(string destination) => destination.StartsWith('/') || destination.StartsWith('~');

    /// <summary>The destination in its only spelling: "a/b", "/data/x" or "~/x".</summary>
    public static string Normal(string destination)
    {
        var parts = string.Join('/', Parts(destination));
        return destination.StartsWith('/') ? "/" + parts : parts;
    }

    /// <summary>Where a mount lies in the bundle.</summary>
    public static string Stored(string destination) => Normal(destination) switch
    {
        ['/', .. var rest] => $"{Folder}/root/{rest}",
        ['~', '/', .. var rest] => $"{Folder}/home/{rest}",
        var inside => inside,
    };

    /// <summary>Why nothing can be put at a destination, in the middle of a sentence; null when that is not known before it is tried.</summary>
    public static string? WhyNot(string destination)
    {
        var parts = Parts(destination);
        if (parts.Contains("..")) return "leads upwards with '..'";
        if (destination.StartsWith('~')) return parts switch
        {
            ["~"] => "is the whole home folder",
            ["~", ..] => null,
            _ => "is another user's home folder",
        };
        if (parts.Length == 0) return destination.StartsWith('/') ? "is the whole file system" : "is the working folder itself";
        if (!destination.StartsWith('/')) return parts[0] == Folder ? "is a name that Haggle itself uses" : null;
        if (KernelFolders.Contains(parts[0])) return "belongs to the system";
        return parts.Length == 1 && SystemFolders.Contains(parts[0]) ? "is a whole folder of the system" : null;
    }

    /// <summary>Where files lie in <see cref="Folder"/> that are sent to a bucket first: those of the mount with this number in the task file.</summary>
    public static string BucketFiles(int mount) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"buckets/{mount}");

    /// <summary>The destinations that lie outside, in order and without those below others: they come with them.</summary>
    public static string[] Outside(IEnumerable<string> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        List<string> outside = [];
        foreach (var each in destinations.Where(IsOutside).Select(Normal).Distinct().Order(StringComparer.Ordinal))
            if (!outside.Exists(above => each.StartsWith(above + "/", StringComparison.Ordinal))) outside.Add(each);
        return [.. outside];
    }

    private static string[] Parts(string destination) => [.. destination.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
}
