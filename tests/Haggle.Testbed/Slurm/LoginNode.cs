using System.Globalization;
using System.Net.Sockets;

namespace Haggle.Testbed.Slurm;

/// <summary>A login node in front of a cluster: a real sshd on a port of its own, and the client's configuration that knows it under a name.</summary>
public sealed class LoginNode : IAsyncDisposable
{
    /// <summary>Its name for the client.</summary>
    public const string Name = "login.lab";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("hglogin").FullName;
    private readonly Ports _ports = Ports.Reserve(1);
    private KeptProcess? _sshd;

    private LoginNode()
    {
    }

    /// <summary>The client configuration, for <c>ssh -F</c>.</summary>
    public string Configuration => Path.Combine(_folder, "ssh_config");

    /// <summary>Why there can be none here; "" when there can.</summary>
    public static string Missing => Tool.Missing("sshd", "ssh", "ssh-keygen");

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<LoginNode> StartAsync(CancellationToken cancellationToken)
    {
        var node = new LoginNode();
        try
        {
            await node.BeginAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sshd?.Dispose();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var port = _ports.First.ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory("/run/sshd");
        foreach (var key in (string[])["host_key", "key"]) await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", In(key)], cancellationToken);
        await File.WriteAllTextAsync(In("sshd_config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {In("host_key")}
            PidFile none
            AuthorizedKeysFile {In("key")}.pub
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            MaxSessions 100

            """, cancellationToken);
        await File.WriteAllTextAsync(Configuration, $"""
            Host {Name}
              HostName 127.0.0.1
              Port {port}
              User root
              IdentityFile {In("key")}
              IdentitiesOnly yes
              UserKnownHostsFile {In("known_hosts")}
              StrictHostKeyChecking accept-new

            """, cancellationToken);
        _sshd = KeptProcess.Start(In("sshd.log"), new Dictionary<string, string>(), "sshd", "-D", "-e", "-f", In("sshd_config"));
        await ListensAsync(cancellationToken);
    }

    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", _ports.First, cancellationToken);
                return;
            }
            catch (SocketException fault) when (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException("the login node does not listen: " + await File.ReadAllTextAsync(In("sshd.log"), cancellationToken), fault);
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private string In(string name) => Path.Combine(_folder, name);
}
