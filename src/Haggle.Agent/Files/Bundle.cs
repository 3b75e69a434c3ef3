using System.Formats.Tar;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Files;

/// <summary>Unpacks the job's files. Nothing in the archive may lie outside of the folder or point out of it.</summary>
internal static class Bundle
{
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    /// <summary>Unpacks a tar file below a folder; what is there already is replaced.</summary>
    /// <exception cref="TaskFault">The archive is damaged, holds something that leaves the folder, or does not fit.</exception>
    public static async Task UnpackAsync(string tar, string into, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(into);
        Directory.CreateDirectory(root);
        try
        {
            await using var file = new FileStream(tar, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024);
            await using var reader = new TarReader(file);
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry) await UnpackAsync(entry, root, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or ArgumentException)
        {
            throw new TaskFault($"the job's files could not be unpacked: {fault.Message}");
        }
    }

    private static async Task UnpackAsync(TarEntry entry, string root, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        var target = Place(entry.Name, root);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(target);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                Clear(target, root);
                await entry.ExtractToFileAsync(target, overwrite: false, cancellationToken);
                File.SetUnixFileMode(target, (entry.Mode & Permissions) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            case TarEntryType.SymbolicLink:
                Clear(target, root);
                CheckLink(entry, target, root);
                File.CreateSymbolicLink(target, entry.LinkName);
                break;
            case TarEntryType.HardLink:
                var source = Place(entry.LinkName, root);
                Clear(target, root);
                File.Copy(source, target);
                break;
            default:
                throw new TaskFault($"the job's files hold \"{entry.Name}\", a {entry.EntryType}, which is not unpacked; leave it out");
        }
    }

    // A name is refused when it leaves the folder by itself or through a link that was unpacked before it.
    private static string Place(string name, string root)
    {
        var target = Path.GetFullPath(Path.Combine(root, name)).TrimEnd('/');
        if (Path.IsPathRooted(name) || (target != root && !IsBelow(target, root))) throw Leaves(name);
        for (var parent = Path.GetDirectoryName(target); parent is not null && IsBelow(parent, root); parent = Path.GetDirectoryName(parent))
        {
            if (new FileInfo(parent).LinkTarget is not null) throw Leaves(name);
        }

        return target;
    }

    private static void CheckLink(TarEntry entry, string target, string root)
    {
        var end = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(target) ?? root, entry.LinkName));
        if (Path.IsPathRooted(entry.LinkName) || (end != root && !IsBelow(end, root))) throw Leaves($"{entry.Name} -> {entry.LinkName}");
    }

    private static void Clear(string target, string root)
    {
        if (target == root) throw Leaves(target);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? root);
        if (new FileInfo(target) is { LinkTarget: not null } or { Exists: true }) File.Delete(target);
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(root + "/", StringComparison.Ordinal);

    private static TaskFault Leaves(string name) => new($"the job's files hold \"{name}\", which leaves the working folder; such files are not unpacked");
}
