using Haggle.Cli.Render;

namespace Haggle.Cli.Packing;

/// <summary>Everything that goes into a bundle, found before anything is sent: mistakes are told before money moves.</summary>
internal sealed class PackingList
{
    /// <summary>More files than this are a data set or an environment, not a program; walking and hashing them would take minutes at every launch.</summary>
    public const int MostEntries = 100_000;

    /// <summary>The largest bundle. What is larger belongs into a store that machines read from.</summary>
    public const long MostBytes = 4L << 30;

    private readonly List<(string Place, string Source)> _outside = [];
    private readonly SortedDictionary<string, PackedEntry> _entries = new(StringComparer.Ordinal);

    public IEnumerable<PackedEntry> Entries => _entries.Values;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The mounts that are to be found outside the working folder, with where they come from.</summary>
    public IReadOnlyList<(string Place, string Source)> Outside => _outside;

    public int Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Adds a folder's content at a place of the working folder ("" or "a/b").</summary>
    public void AddFolder(string folder, string place, IgnoreFiles ignore) => Walk(folder, folder, "", place, ignore);

    /// <summary>Adds one file at a place of the working folder.</summary>
    public void AddFile(string file, string place)
    {
        AddParents(place);
        Put(FileEntry(file, place), file);
    }

    /// <summary>Notes that what was added is to be found at a place outside the working folder.</summary>
    public void AddOutside(string place, string stored, string source)
    {
        _outside.Add((place, source));

        // An empty folder is to be found too.
        if (Directory.Exists(source)) AddParents(stored + "/");
    }

    private void Walk(string root, string folder, string relative, string place, IgnoreFiles ignore)
    {
        foreach (var info in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            var path = relative + info.Name;
            var isFolder = info is DirectoryInfo && info.LinkTarget is null;
            if (info.Name == ".git" || ignore.Ignores(path, isFolder)) continue;
            var target = place.Length == 0 ? path : place + "/" + path;
            if (info.LinkTarget is { } link) Put(LinkEntry(root, path, link, target, info.FullName), root);
            else if (isFolder)
            {
                Put(new PackedEntry(target, PackedKind.Folder), root);
                Walk(root, info.FullName, path + "/", place, ignore.Entering(info.FullName, path + "/"));
            }
            else Put(FileEntry(info.FullName, target), root);
        }
    }

    private static PackedEntry LinkEntry(string root, string path, string link, string target, string shown)
    {
        var inside = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(path) ?? "", link));
        var isInside = inside == root || inside.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);
        if (Path.IsPathRooted(link) || !isInside)
            throw CliException.BadInput(
                $"the link {shown} leads to {link}, which is not among the files that are packed",
                "Mount what it leads to (file_mounts), make it a relative link inside the folder, or name it in .haggleignore.");
        return new PackedEntry(target, PackedKind.Link, LinkTarget: link);
    }

    /// <summary>Pipes, sockets and devices have size 0 and become empty files: what is empty is never opened, so nothing waits for them.</summary>
    private static PackedEntry FileEntry(string file, string place)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return new PackedEntry(place, PackedKind.File, file, Bytes: new FileInfo(file).Length, IsExecutable: (File.GetUnixFileMode(file) & AnyExecute) != 0);
    }

    private void AddParents(string place)
    {
        for (var slash = place.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = place.IndexOf('/', slash + 1))
            _entries.TryAdd(place[..slash], new PackedEntry(place[..slash], PackedKind.Folder));
    }

    private void Put(PackedEntry entry, string root)
    {
        AddParents(entry.Path);
        if (_entries.TryGetValue(entry.Path, out var before) && before.Kind == PackedKind.File)
        {
            Files--;
            Bytes -= before.Bytes;
        }

        _entries[entry.Path] = entry;
        if (entry.Kind == PackedKind.File) Files++;
        Bytes += entry.Bytes;
        if (_entries.Count > MostEntries) throw TooMuch(root, $"holds more than {MostEntries:N0} files");
        if (Bytes > MostBytes) throw TooMuch(root, $"holds more than {SizeText.Bytes(MostBytes)}");
    }

    private CliException TooMuch(string root, string what)
    {
        var largest = _entries.Values.GroupBy(entry => entry.Path.Split('/')[0], StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Bytes: group.Sum(entry => entry.Bytes), Count: group.Count()))
            .OrderByDescending(group => group.Bytes).ThenByDescending(group => group.Count).Take(3)
            .Select(group => $"{group.Name} ({SizeText.Bytes(group.Bytes)}, {SizeText.Count(group.Count, "file")})");
        return CliException.BadInput(
            $"{root} {what}; the largest so far: {string.Join(", ", largest)}",
            "Name what the program does not need in .haggleignore (same rules as .gitignore), or choose a smaller workdir.");
    }
}
