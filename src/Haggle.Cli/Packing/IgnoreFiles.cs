using System.Collections.Immutable;

namespace Haggle.Cli.Packing;

/// <summary>The ignore files that hold in a folder: those nearer to a path, and of one folder the later names, have the last word.</summary>
internal sealed record IgnoreFiles(ImmutableArray<IgnoreFile> Files, ImmutableArray<string> Names)
{
    /// <summary>.skyignore is the same file for people who come from SkyPilot.</summary>
    private static readonly ImmutableArray<string> OwnNames = [".skyignore", ".haggleignore"];

    /// <summary>For a workdir: git's ignore files too, also those above it up to the repository's root, as git itself has it.</summary>
    public static IgnoreFiles OfWorkdir(string folder)
    {
        var files = new List<IgnoreFile>();
        if (RepositoryOf(folder) is { } root)
        {
            var way = Path.GetRelativePath(root, folder).Replace('\\', '/');
            var names = way == "." ? [] : way.Split('/');
            if (IgnoreFile.Read(Path.Combine(root, ".git", "info", "exclude"), Way(names), "") is { } exclude) files.Add(exclude);
            for (var depth = 0; depth < names.Length; depth++)
            {
                var above = Path.Combine([root, .. names[..depth]]);
                if (IgnoreFile.Read(Path.Combine(above, ".gitignore"), Way(names[depth..]), "") is { } file) files.Add(file);
            }
        }

        return new IgnoreFiles([.. files], [".gitignore", .. OwnNames]).Entering(folder, "");
    }

    /// <summary>For what is mounted: only our own files, because what git ignores (data) is what people mount.</summary>
    public static IgnoreFiles OfMount(string folder) => new IgnoreFiles([], OwnNames).Entering(folder, "");

    /// <summary>The rules in a folder inside, its own files added.</summary>
    public IgnoreFiles Entering(string folder, string under)
    {
        var own = Names.Select(name => IgnoreFile.Read(Path.Combine(folder, name), "", under)).OfType<IgnoreFile>().ToArray();
        return own.Length == 0 ? this : this with { Files = Files.AddRange(own) };
    }

    public bool Ignores(string path, bool isFolder)
    {
        for (var index = Files.Length - 1; index >= 0; index--)
            if (Files[index].Says(path, isFolder) is { } verdict) return verdict;
        return false;
    }

    private static string Way(string[] names) => names.Length == 0 ? "" : string.Join('/', names) + "/";

    private static string? RepositoryOf(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
            if (Path.Exists(Path.Combine(above.FullName, ".git"))) return above.FullName;
        return null;
    }
}
