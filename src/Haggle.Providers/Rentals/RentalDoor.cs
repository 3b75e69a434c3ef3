using System.Collections.Concurrent;
using System.Security.Cryptography;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Http;

namespace Haggle.Providers.Rentals;

/// <summary>
/// Opens the agent of a rented machine through ssh: the first time it brings the agent's file, holds its hash against the one here and gives the machine's watch the sign;
/// from then on it only connects.
/// </summary>
internal sealed class RentalDoor(IRentalCloud cloud, SshSettings ssh, string privateKey, string agentFile, TimeProvider time) : IMachineDoor, IDisposable
{
    // $1: the agent's file, $2: the machine's folder, $3: the sign.
    private const string Probe = "h=$(sha256sum \"$1\" 2>/dev/null) || :; echo \"hash ${h%% *}\"; test -e \"$3\" && echo going; test -r \"$2/agent.json\" && test -e /opt/haggle-watch && echo ready; :";

    private readonly ConcurrentDictionary<MachineId, SshHost> _hosts = new();
    private readonly ConcurrentDictionary<MachineId, bool> _prepared = new();

    /// <inheritdoc/>
    public ProviderName Provider => cloud.Name;

    /// <inheritdoc/>
    public bool SharesDisk => false;

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var host = await HostAsync(machine, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_prepared.ContainsKey(machine)) await PrepareAsync(host, cancellationToken).ConfigureAwait(false);
            _prepared[machine] = true;
            return await host.OpenAsync(new HostCommand { Words = [MachineScript.AgentFile, "connect", "--home", MachineScript.Home] }, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new ProviderException(Provider, $"machine {machine}: {fault.Message}", fault.IsTransient, fault);
        }
    }

    /// <inheritdoc/>
    public async Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var host = await HostAsync(machine, cancellationToken).ConfigureAwait(false);
        var line = RemoteLine.Start(["sh", "-c", $"cd {MachineScript.Home}/work 2>/dev/null || cd {MachineScript.Home}; exec \"${{SHELL:-sh}}\" -l"]);
        var words = host.Words.Terminal(line);
        return new ShellAccess(words[0], words[1..], "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var host in _hosts.Values) host.Dispose();
    }

    private async Task PrepareAsync(SshHost host, CancellationToken cancellationToken)
    {
        var mine = Hash(host);
        var (hash, isGoing) = await LookAsync(host, cancellationToken).ConfigureAwait(false);
        if (isGoing) return;
        if (hash != mine)
        {
            await host.SendAsync(agentFile, MachineScript.AgentFile, cancellationToken).ConfigureAwait(false);
            (hash, _) = await LookAsync(host, cancellationToken).ConfigureAwait(false);
            if (hash != mine) throw new HostException(host.Name, "the agent arrived damaged; it is brought again", isTransient: true);
        }

        var started = await host.RunAsync(new HostCommand { Words = ["touch", MachineScript.Go] }, cancellationToken).ConfigureAwait(false);
        if (started.ExitCode != 0) throw new HostException(host.Name, $"the agent cannot be started: {started.Error.Trim()}", isTransient: true);
    }

    private static async Task<(string Hash, bool IsGoing)> LookAsync(SshHost host, CancellationToken cancellationToken)
    {
        var seen = await host.RunAsync(new HostCommand { Words = ["sh", "-c", Probe, "probe", MachineScript.AgentFile, MachineScript.Home, MachineScript.Go] }, cancellationToken).ConfigureAwait(false);
        var lines = seen.Output.Split('\n', StringSplitOptions.TrimEntries);
        if (!lines.Contains("ready")) throw new HostException(host.Name, "it is still starting: its script has not come so far", isTransient: true);
        return (lines.FirstOrDefault(line => line.StartsWith("hash ", StringComparison.Ordinal))?[5..] ?? "", lines.Contains("going"));
    }

    private async Task<SshHost> HostAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (_hosts.TryGetValue(machine, out var known)) return known;
        if (!cloud.IsName(machine.Value)) throw new ProviderException(Provider, $"'{machine}' is not the name of a machine of {Provider}", isTransient: false);
        var rented = await FindAsync(machine, cancellationToken).ConfigureAwait(false);

        // Addresses are used again and again; each machine has its own file of host keys, so that nobody takes the new one for an impostor of the old one.
        var name = new string([.. machine.Value.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        var destination = new SshDestination(name, rented.SshHost) { User = cloud.Start.LoginUser, Port = rented.SshPort, Identity = privateKey };
        var host = new SshHost(destination, ssh with { Folder = Path.Combine(ssh.Folder, name) }, time);
        if (_hosts.TryAdd(machine, host)) return host;
        host.Dispose();
        return _hosts[machine];
    }

    private async Task<RentedMachine> FindAsync(MachineId machine, CancellationToken cancellationToken)
    {
        try
        {
            var rented = await cloud.LookAsync(machine.Value, cancellationToken).ConfigureAwait(false) ?? throw new ProviderException(Provider, $"{Provider} does not know machine {machine}", isTransient: true);
            if (rented.Status != MachineStatus.Running || rented.SshHost.Length == 0) throw new ProviderException(Provider, $"machine {machine} has no address yet ({rented.About})", isTransient: true);
            return rented;
        }
        catch (CloudError error)
        {
            throw new ProviderException(Provider, $"machine {machine} cannot be found: {error.Message}", error.Status >= 500, error);
        }
    }

    private string Hash(SshHost host)
    {
        try
        {
            using var file = File.OpenRead(agentFile);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HostException(host.Name, $"the agent's file {agentFile} cannot be read; build or install Haggle again", isTransient: false, fault);
        }
    }
}
