namespace Haggle.EndToEnd.Tests;

/// <summary>Where the repository lies: the nearest folder above the test program that holds the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(above.FullName, "Haggle.slnx"))) return above.FullName;
        }

        throw new InvalidOperationException("Haggle.slnx was not found above " + AppContext.BaseDirectory);
    }
}
