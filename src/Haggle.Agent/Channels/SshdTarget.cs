using System.Text;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.Programs;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>
/// Leads a channel to an ssh server of its own, started as this user for one connection: it listens nowhere, knows one key, and what it starts is in the
/// program's view of the file system and ends with the machine.
/// </summary>
internal sealed class SshdTarget(MachineFolder folder, string token, OrderBook book, Shell shell)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string PrivilegeFolder = "/run/sshd";

    private static readonly string[] Places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd", "/opt/homebrew/sbin/sshd"];

    private readonly Lock gate = new();

    /// <summary>Starts a server and hands bytes on in both directions.</summary>
    /// <exception cref="TaskFault">There is no ssh server on this machine.</exception>
    public async Task ServeAsync(AgentChannel channel, ChannelRequest request, CancellationToken cancellationToken)
    {
        var program = Places.FirstOrDefault(File.Exists) ?? Shell.Find("sshd") ?? throw new TaskFault("there is no sshd on this machine; install openssh-server there, for example in the task's setup");
        if (!IsKey(request.UserKey, "ssh-") || request.HostKey is not { Length: > 0 and < 100_000 }) throw new TaskFault("the caller did not send the keys of an ssh connection");
        var configuration = Write(request.HostKey, request.UserKey!);
        Directory.CreateDirectory(folder.Work);
        await channel.AcceptAsync(new ChannelAnswer { User = Environment.UserName, Folder = folder.Work }, cancellationToken);
        if (request.IsTrial)
        {
            await channel.EndAsync(cancellationToken);
            return;
        }

        using var server = shell.StartSshd(program, configuration, Path.Combine(Home, "sshd.log"));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = server.TakeInputAsync(channel, over.Token);
        try
        {
            _ = input.ContinueWith(_ => over.CancelAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await channel.SendAllAsync((into, stop) => server.Output.ReadAsync(into, stop), over.Token);
        }
        finally
        {
            await over.CancelAsync();
            server.Signal(Native.SigTerm);
            await input.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string Home => Path.Combine(folder.Home, "ssh");

    private static bool IsKey(string? line, string kind) => line is { Length: < 10_000 } && line.StartsWith(kind, StringComparison.Ordinal) && !line.Contains('\n');

    // Written anew for each connection: another server of the same user may have asked with other keys.
    private string Write(string hostKey, string userKey)
    {
        lock (gate)
        {
            Directory.CreateDirectory(Home, OwnerOnly);
            // The only folder that the server insists on when root starts it; the system's own start script makes the same.
            if (Environment.IsPrivilegedProcess && !Directory.Exists(PrivilegeFolder)) Directory.CreateDirectory(PrivilegeFolder, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            Put("host_key", hostKey.TrimEnd('\n') + "\n");
            Put("authorized_keys", userKey + "\n");
            Put("sshd_config", $"""
                HostKey "{Path.Combine(Home, "host_key")}"
                AuthorizedKeysFile "{Path.Combine(Home, "authorized_keys")}"
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PubkeyAuthentication yes
                PermitRootLogin prohibit-password
                PrintMotd no
                PrintLastLog no
                X11Forwarding no
                UseDNS no
                AllowTcpForwarding yes
                AllowStreamLocalForwarding yes
                AcceptEnv LANG LC_*
                Subsystem sftp internal-sftp
                SetEnv {Environments()}

                """);
            return Path.Combine(Home, "sshd_config");
        }
    }

    private void Put(string name, string text) => MachineFolder.WriteWhole(Path.Combine(Home, name), Encoding.UTF8.GetBytes(text));

    // Sessions begin with an empty environment. The machine's mark makes them end with the machine; secrets stay out, as on a terminal.
    private string Environments()
    {
        var environment = ProgramEnvironment.WithoutSecrets(book.Order, folder);
        foreach (var (name, value) in shell.Imposed) environment[name] = value;
        environment[MarkedProcesses.Variable] = token;
        var lines = environment.Where(pair => pair.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            && !pair.Value.Any(letter => char.IsControl(letter) || letter is '"' or '\\') && pair.Key is not ("HOME" or "USER" or "LOGNAME" or "SHELL" or "TERM"));
        return string.Join(' ', lines.Select(pair => $"\"{pair.Key}={pair.Value}\""));
    }
}
