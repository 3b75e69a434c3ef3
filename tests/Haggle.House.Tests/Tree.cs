namespace Haggle.House.Tests;

/// <summary>The files of a repository, as text: the real one, or a small one that a test makes up.</summary>
internal sealed class Tree
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal)
    {
        ".git", ".build", ".vs", ".idea", ".vscode", "artifacts", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".csproj", ".props", ".targets", ".slnx", ".proj", ".json", ".yaml", ".yml", ".md", ".txt", ".sh", ".py", ".sql", ".csv", ".html", ".css", ".js", "",
    };

    private Tree(IReadOnlyDictionary<string, string> files) => Files = files;

    /// <summary>The text of each file by its path from the root, parts joined by "/".</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public static Tree Of(params (string Path, string Text)[] files) => new(files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal));

    public static Tree Read(string root)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var inner in folder.EnumerateDirectories())
                if (!NotOurs.Contains(inner.Name)) folders.Push(inner);
            foreach (var file in folder.EnumerateFiles())
                files[Path.GetRelativePath(root, file.FullName).Replace('\\', '/')] = IsText(file) ? File.ReadAllText(file.FullName) : "";
        }

        return new Tree(files);
    }

    /// <summary>The root of the repository that this program was built from.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) return folder.FullName;
        throw new InvalidOperationException("the tests do not run inside the repository");
    }

    public IEnumerable<(string Path, string Text)> Below(params string[] folders) =>
        from file in Files
        where folders.Any(folder => file.Key.StartsWith(folder + "/", StringComparison.Ordinal))
        orderby file.Key
        select (file.Key, file.Value);

    public IEnumerable<(string Path, string Text)> Code(params string[] folders) =>
        Below(folders).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static bool IsText(FileInfo file) => Texts.Contains(file.Extension) && file.Length < 4 << 20;
}
