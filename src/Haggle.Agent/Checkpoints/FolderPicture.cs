namespace Haggle.Agent.Checkpoints;

/// <summary>What a folder holds: path, size and time of every file. Equality is by content.</summary>
internal sealed class FolderPicture : IEquatable<FolderPicture>
{
    // A folder with more files than this is no checkpoint; looking at it every moment would cost the training its disk.
    private const int MaxFiles = 20_000;

    private FolderPicture(IReadOnlyList<Entry> files) => Files = files;

    /// <summary>The files, sorted by path.</summary>
    public IReadOnlyList<Entry> Files { get; }

    public bool IsEmpty => Files.Count == 0;

    /// <summary>When its newest file was changed.</summary>
    public DateTime Newest => Files.Count == 0 ? DateTime.MinValue : Files.Max(f => f.ChangedAt);

    /// <summary>Looks at a folder, or at some files and folders below it.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="below">The paths below it; none for all.</param>
    /// <returns>The picture; null when a file vanished while it was taken.</returns>
    public static FolderPicture? Take(string root, IReadOnlyList<string> below)
    {
        try
        {
            var paths = below.Count == 0 ? FilesOf(root) : below.SelectMany(path => FilesOf(Path.Combine(root, path)));
            var files = paths.Distinct().Take(MaxFiles).Select(path => Look(root, path)).ToList();
            files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
            return new FolderPicture(files);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public bool Equals(FolderPicture? other) => other is not null && Files.SequenceEqual(other.Files);

    public override bool Equals(object? obj) => Equals(obj as FolderPicture);

    public override int GetHashCode() => Files.Count;

    private static IEnumerable<string> FilesOf(string place)
    {
        if (File.Exists(place)) return [place];
        if (!Directory.Exists(place)) return [];
        // A link is left out: what it points to may be anywhere and change at any time.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(place, "*", options);
    }

    private static Entry Look(string root, string path)
    {
        var file = new FileInfo(path);
        return new Entry(Path.GetRelativePath(root, path), file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>One file.</summary>
    internal readonly record struct Entry(string Path, long Bytes, DateTime ChangedAt);
}
