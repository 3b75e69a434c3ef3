namespace Haggle.Catalog.Tests;

/// <summary>The reference price files beside the repository; tests that want them skip where they are absent.</summary>
internal static class SharedPrices
{
    public static string Folder(params string[] below)
    {
        var path = Path.GetFullPath(Path.Combine([Root(), "..", "shared", "data", .. below]));
        if (!Path.Exists(path)) Assert.Skip("the reference data is not here");
        return path;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? "/";
    }
}
