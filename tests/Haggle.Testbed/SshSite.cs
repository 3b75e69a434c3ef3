using System.Text;

namespace Haggle.Testbed;

/// <summary>
/// A place with computers of its own: each is a network namespace with a name, an address, processes and a home folder of its own, in which a real sshd listens on
/// port 22. What a user of them has is here too: a key, and a client configuration that names them. Needs root; several sites may live at once, and a site ends
/// with the process that made it.
/// </summary>
public sealed class SshSite : IAsyncDisposable
{
    private static int _sites;

    private readonly List<SshComputer> _computers = [];

    private SshSite(string folder, string network) => (Folder, Network) = (folder, network);

    /// <summary>A folder for whatever belongs to the site; gone with it.</summary>
    public string Folder { get; }

    /// <summary>The first three parts of the addresses.</summary>
    public string Network { get; }

    /// <summary>The client configuration, for <c>ssh -F</c>.</summary>
    public string Configuration => Path.Combine(Folder, "ssh_config");

    /// <summary>The known_hosts file of that configuration: what the user's own session has seen.</summary>
    public string UserKnownHosts => Path.Combine(Folder, "user_known_hosts");

    internal string Key => Path.Combine(Folder, "key");

    /// <summary>Why there can be no site here; "" when there can.</summary>
    public static string Obstacle() =>
        Environment.UserName != "root" ? "network namespaces need root" : Tool.Missing("sshd", "ssh", "ssh-keygen", "ip", "unshare", "rsync");

    /// <summary>Makes a site without computers.</summary>
    public static async Task<SshSite> MakeAsync(CancellationToken cancellationToken)
    {
        var number = ((Environment.ProcessId * 8) + Interlocked.Increment(ref _sites)) & 0x3fff;
        var site = new SshSite(FolderFor(number), $"10.{(number >> 8) + 64}.{number & 0xff}");
        await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", site.Key], cancellationToken);
        await File.WriteAllTextAsync(site.Configuration, "", cancellationToken);
        return site;
    }

    /// <summary>Starts one more computer, known to the client by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">How it differs from others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SshComputer> AddAsync(string name, SshComputerOptions options, CancellationToken cancellationToken)
    {
        var computer = new SshComputer(this, name, _computers.Count, options);
        _computers.Add(computer);
        await computer.StartAsync(cancellationToken);
        await WriteConfigurationAsync(cancellationToken);
        return computer;
    }

    /// <summary>Adds lines to what the configuration says of a computer, as a user might.</summary>
    public async Task ConfigureAsync(SshComputer computer, string lines, CancellationToken cancellationToken)
    {
        computer.ConfigurationLines += lines + "\n";
        await WriteConfigurationAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var computer in _computers) await computer.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    // Not in /tmp: each computer has one of its own, which hides this one.
    private static string FolderFor(int number)
    {
        var folder = Path.Combine("/var/tmp", $"hgl-{number}-{Guid.NewGuid().ToString("N")[..6]}");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private async Task WriteConfigurationAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var computer in _computers)
            text.Append($"Host {computer.Name}\n  HostName {computer.Address}\n{computer.ConfigurationLines}");
        text.Append($"Host *\n  User root\n  IdentityFile {Key}\n  IdentitiesOnly yes\n  UserKnownHostsFile {UserKnownHosts}\n  StrictHostKeyChecking accept-new\n  HashKnownHosts yes\n");
        await File.WriteAllTextAsync(Configuration, text.ToString(), cancellationToken);
    }
}
