using System.Diagnostics;
using System.Globalization;

namespace Haggle.Testbed;

/// <summary>One computer of a site.</summary>
public sealed class SshComputer : IAsyncDisposable
{
    private const int NetMax = 250;

    // Everything of a computer hangs on this script, and the script on its standard input: when whoever started it is gone, so is the computer.
    private const string Life =
        """
        set -u
        ns=$1 link=$2 host=$3 gate=$4 folder=$5 name=$6 disk=$7 sshd=$8
        down() {
          [ -z "${pid:-}" ] || { kill -KILL "$pid"; wait "$pid"; } 2>/dev/null
          ip netns del "$ns" 2>/dev/null
          ip link del "$link" 2>/dev/null
        }
        trap down EXIT
        trap 'exit 1' HUP INT TERM
        ip netns del "$ns" 2>/dev/null
        ip link del "$link" 2>/dev/null
        ip netns add "$ns" && ip link add "$link" type veth peer name eth0 netns "$ns" || exit 1
        ip addr add "$gate/30" dev "$link" && ip link set "$link" up || exit 1
        ip -n "$ns" addr add "$host/30" dev eth0 && ip -n "$ns" link set eth0 up && ip -n "$ns" link set lo up || exit 1
        ip -n "$ns" route add default via "$gate" || exit 1
        setsid ip netns exec "$ns" unshare --uts --mount --pid --fork --kill-child --mount-proc sh -c '
          hostname "$1" && mount --make-rprivate / || exit 1
          if [ "$3" -gt 0 ]; then mount -t tmpfs -o "size=$3m,mode=0700" tmpfs /root; else mount --bind "$2/home" /root; fi || exit 1
          mkdir -p /run/sshd
          mount --bind "$2/tmp" /tmp || exit 1
          mount --bind "$2/boot_id" /proc/sys/kernel/random/boot_id && mount --bind "$2/passwd" /etc/passwd || exit 1
          exec $4 -D -e -f "$2/sshd_config"
        ' sh "$name" "$folder" "$disk" "$sshd" </dev/null >>"$folder/sshd.log" 2>&1 &
        pid=$!
        echo up
        read -r _
        """;

    private readonly SshSite _site;
    private readonly SshComputerOptions _options;
    private readonly string _space;
    private readonly string _link;
    private Process? _life;

    internal SshComputer(SshSite site, string name, int number, SshComputerOptions options)
    {
        if (number * 4 > NetMax) throw new ArgumentOutOfRangeException(nameof(number), "a site has room for 60 computers");
        (_site, _options, Name) = (site, options, name);
        var parts = site.Network.Split('.');
        _space = string.Create(CultureInfo.InvariantCulture, $"hgl-{parts[1]}-{parts[2]}-{number}");
        _link = string.Create(CultureInfo.InvariantCulture, $"hg{parts[1]}{parts[2]}n{number}");
        Gate = string.Create(CultureInfo.InvariantCulture, $"{site.Network}.{(number * 4) + 1}");
        Address = string.Create(CultureInfo.InvariantCulture, $"{site.Network}.{(number * 4) + 2}");
        Folder = Path.Combine(site.Folder, name);
    }

    /// <summary>Its name, there and in the client's configuration.</summary>
    public string Name { get; }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>The name of its link here, for rules on what passes.</summary>
    public string Link => _link;

    /// <summary>The name of its network namespace.</summary>
    public string Namespace => _space;

    /// <summary>Its home folder as seen from here; for a disk of its own only from there.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>What its sshd has to say.</summary>
    public string Log => File.ReadAllText(Path.Combine(Folder, "sshd.log"));

    internal string ConfigurationLines { get; set; } = "";

    private string Folder { get; }

    private string Gate { get; }

    /// <summary>Takes its network away, as when a cable is pulled.</summary>
    public Task CutAsync(CancellationToken cancellationToken) => Tool.RunAsync("ip", ["link", "set", _link, "down"], cancellationToken);

    /// <summary>Gives its network back.</summary>
    public Task JoinAsync(CancellationToken cancellationToken) => Tool.RunAsync("ip", ["link", "set", _link, "up"], cancellationToken);

    /// <summary>Every process of it is gone at once, and it starts again: another boot of the same disk (a disk of its own begins anew).</summary>
    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>It is gone, as when its power fails.</summary>
    public async Task StopAsync()
    {
        if (_life is not { } life) return;
        _life = null;
        life.StandardInput.Close();
        await life.WaitForExitAsync();
        life.Dispose();
    }

    /// <summary>It is installed anew: the next start shows another host key.</summary>
    public void ForgetHostKey()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "host_key*")) File.Delete(file);
    }

    /// <summary>Runs a command line there, past SSH.</summary>
    public Task<string> InsideAsync(string command, CancellationToken cancellationToken) =>
        Tool.RunAsync("nsenter", ["-t", InitId().ToString(CultureInfo.InvariantCulture), "-m", "-p", "-u", "-n", "sh", "-c", "HOME=/root; cd; " + command], cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Path.Combine(Folder, "tmp"), (UnixFileMode)0x3ff);
        if (!File.Exists(Path.Combine(Folder, "host_key"))) await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(Folder, "host_key")], cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Folder, "boot_id"), Guid.NewGuid().ToString("D") + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Folder, "passwd"), Passwd(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Folder, "sshd_config"), SshdConfiguration(), cancellationToken);
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-c", Life, "computer", _space, _link, Address, Gate, Folder, Name, _options.DiskMib.ToString(CultureInfo.InvariantCulture), Tool.Find("sshd") ?? "sshd"]) start.ArgumentList.Add(word);
        _life = Process.Start(start)!;
        var said = await _life.StandardOutput.ReadLineAsync(cancellationToken);
        if (said != "up") throw new InvalidOperationException($"{Name} does not start: {await _life.StandardError.ReadToEndAsync(cancellationToken)}");
        await ListensAsync(cancellationToken);
    }

    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync(Address, 22, cancellationToken);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (i < 1000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
            catch (System.Net.Sockets.SocketException fault)
            {
                throw new InvalidOperationException($"the sshd of {Name} does not listen: {Log}", fault);
            }
        }
    }

    // The child of the last unshare in the namespace is the first process there.
    private int InitId()
    {
        foreach (var line in File.ReadLines($"/proc/{_life!.Id}/task/{_life.Id}/children").SelectMany(each => each.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var inner = File.ReadAllText($"/proc/{line}/task/{line}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (inner.Length > 0) return int.Parse(inner[0], CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"{Name} does not run");
    }

    private string Passwd() => string.Join('\n', File.ReadLines("/etc/passwd").Select(line => line.StartsWith("root:", StringComparison.Ordinal) ? line[..(line.LastIndexOf(':') + 1)] + _options.Shell : line)) + "\n";

    private string SshdConfiguration() =>
        $"""
        {_options.SshdLines}
        Port 22
        ListenAddress 0.0.0.0
        HostKey {Path.Combine(Folder, "host_key")}
        PidFile none
        AuthorizedKeysFile {_site.Key}.pub
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        PermitRootLogin yes
        PrintMotd no
        Subsystem sftp internal-sftp
        {_options.SshdMatches}

        """;
}
