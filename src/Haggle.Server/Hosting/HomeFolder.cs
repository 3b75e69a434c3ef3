using System.Security.Cryptography;
using Haggle.TaskFiles.Pools;

namespace Haggle.Server.Hosting;

/// <summary>The state folder of a server: everything it keeps, readable by its owner alone.</summary>
internal sealed class HomeFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public HomeFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path, OwnerOnly);
        foreach (var part in (string[])[Bundles, Logs, Checkpoints, Machines]) Directory.CreateDirectory(part, OwnerOnly);
    }

    public string Path { get; }

    public string Database => In("haggle.db");

    public string Experience => In("experience.jsonl");

    public string Configuration => In("config.yaml");

    public string Socket => In("server.sock");

    public string Lock => In("server.lock");

    public string Key => In("server.key");

    public string Pool => In(PoolFile.Name);

    public string Ssh => In("ssh");

    /// <summary>The book of machines of each cloud that forgets them.</summary>
    public string Clouds => In("clouds");

    public string Bundles => In("bundles");

    public string Logs => In("logs");

    public string Checkpoints => In("checkpoints");

    /// <summary>Buckets that go with a run, one file for each.</summary>
    public string Buckets => In("buckets");

    public string Machines => In("machines");

    /// <summary>The secret that machines' keys are made of; made once.</summary>
    public ReadOnlyMemory<byte> KeySeed()
    {
        const int KeyBytes = 32;
        if (File.Exists(Key) && File.ReadAllBytes(Key) is { Length: KeyBytes } known) return known;
        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using var file = new FileStream(Key, options);
        file.Write(made);
        file.Flush(flushToDisk: true);
        return made;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
