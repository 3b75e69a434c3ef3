namespace Haggle.Snapshots;

/// <summary>
/// Compares text that people read with the file beside the tests; compiled into every test project that has such files. HAGGLE_UPDATE_SNAPSHOTS=1 writes the files
/// instead.
/// </summary>
internal static class Snapshot
{
    /// <summary>The folder of the test project that this is compiled into.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "tests", typeof(Snapshot).Assembly.GetName().Name ?? "");

    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Folder, "Snapshots", name + ".expected.txt");
        if (Environment.GetEnvironmentVariable("HAGGLE_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing; run once with HAGGLE_UPDATE_SNAPSHOTS=1 and read what it wrote");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Haggle.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not inside the repository");
        return folder;
    }
}
