namespace Haggle.Stores.Tests;

/// <summary>A folder for a PATH with all programs of this computer but some.</summary>
internal sealed class ProgramsWithout : IDisposable
{
    public ProgramsWithout(params string[] missing)
    {
        Directory.CreateDirectory(Folder);
        foreach (var place in (string[])["/usr/local/bin", "/usr/bin", "/bin"])
        {
            foreach (var program in Directory.EnumerateFiles(place))
            {
                var name = Path.GetFileName(program);
                var link = Path.Combine(Folder, name);
                if (!missing.Contains(name) && !Path.Exists(link)) File.CreateSymbolicLink(link, program);
            }
        }
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "haggle-programs-" + Guid.NewGuid().ToString("n")[..12]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
