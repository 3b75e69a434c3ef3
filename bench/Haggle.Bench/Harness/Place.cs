namespace Haggle.Bench.Harness;

/// <summary>Where things are: the repository, the published programs, and a temporary folder that is deleted afterwards.</summary>
internal sealed class Place : IDisposable
{
    public Place()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) folder = folder.Parent;
        Root = folder?.FullName ?? throw new InvalidOperationException("the benchmarks run inside the repository: start them with bench/run");
        // Short: a unix socket's path has 107 bytes.
        Temporary = Directory.CreateTempSubdirectory("hb-").FullName;
    }

    public string Root { get; }

    public string Temporary { get; }

    public string Launcher => Path.Combine(Root, "haggle");

    public string Results => Path.Combine(Root, "bench", "results");

    /// <summary>A published program of the newest build.</summary>
    public string Program(string name) => Existing(Path.Combine(Root, ".build", "current", name));

    public string Hello => Existing(Path.Combine(Root, ".build", "bench", "hello", "hello"));

    public void Dispose() => Directory.Delete(Temporary, recursive: true);

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not there: start the benchmarks with bench/run, which builds it");
}
