using System.Collections.Concurrent;
using System.Security.Cryptography;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Aws;

/// <summary>
/// Opens the agent of an EC2 machine through ssh: the first time it brings the agent's file, holds its hash against the one here and starts it; from then on it
/// only connects.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="ssh">How the OpenSSH client is used.</param>
/// <param name="privateKey">The file of the private key; "" when the client's configuration names it.</param>
/// <param name="agentFile">The agent as one file.</param>
public sealed class AwsDoor(AwsAccount account, SshSettings ssh, string privateKey, string agentFile) : IMachineDoor, IDisposable
{
    // $1: the agent's file, $2: the machine's folder. Three lines: the file's hash, the service's state, whether the boot script has come so far.
    private const string Probe = "h=$(sha256sum \"$1\" 2>/dev/null) || :; echo \"hash ${h%% *}\"; echo \"service $(systemctl is-active haggle-agent 2>/dev/null)\"; test -r \"$2/agent.json\" && echo ready; :";

    private readonly ConcurrentDictionary<MachineId, SshHost> _hosts = new();
    private readonly ConcurrentDictionary<MachineId, bool> _prepared = new();
    private readonly ConcurrentDictionary<MachineId, SemaphoreSlim> _preparing = new();

    /// <inheritdoc/>
    public ProviderName Provider => AwsCaller.Provider;

    /// <inheritdoc/>
    public bool SharesDisk => false;

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var host = await HostAsync(machine, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_prepared.ContainsKey(machine)) await PrepareOnceAsync(machine, host, cancellationToken).ConfigureAwait(false);
            return await host.OpenAsync(new HostCommand { Words = [AwsUserData.AgentFile, "connect", "--home", AwsUserData.Home] }, cancellationToken).ConfigureAwait(false);
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
        var line = RemoteLine.Start(["sh", "-c", $"cd {AwsUserData.Home}/work 2>/dev/null || cd {AwsUserData.Home}; exec \"${{SHELL:-sh}}\" -l"]);
        var words = host.Words.Terminal(line);
        return new ShellAccess(words[0], words[1..], "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var host in _hosts.Values) host.Dispose();
    }

    // The engine and a person may knock at the same time: the agent is brought by one of them.
    private async Task PrepareOnceAsync(MachineId machine, SshHost host, CancellationToken cancellationToken)
    {
        var one = _preparing.GetOrAdd(machine, _ => new SemaphoreSlim(1));
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_prepared.ContainsKey(machine)) await PrepareAsync(host, cancellationToken).ConfigureAwait(false);
            _prepared[machine] = true;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task PrepareAsync(SshHost host, CancellationToken cancellationToken)
    {
        var mine = Hash(host);
        var (hash, isActive) = await LookAsync(host, cancellationToken).ConfigureAwait(false);
        if (isActive) return;
        if (hash != mine)
        {
            await host.SendAsync(agentFile, AwsUserData.AgentFile, cancellationToken).ConfigureAwait(false);
            (hash, _) = await LookAsync(host, cancellationToken).ConfigureAwait(false);
            if (hash != mine) throw new HostException(host.Name, "the agent arrived damaged; it is brought again", isTransient: true);
        }

        var started = await host.RunAsync(new HostCommand { Words = ["sudo", "-n", "systemctl", "start", "haggle-agent"] }, cancellationToken).ConfigureAwait(false);
        if (started.ExitCode != 0) throw new HostException(host.Name, $"the agent cannot be started: {started.Error.Trim()}", isTransient: true);
    }

    private static async Task<(string Hash, bool IsActive)> LookAsync(SshHost host, CancellationToken cancellationToken)
    {
        var seen = await host.RunAsync(new HostCommand { Words = ["sh", "-c", Probe, "probe", AwsUserData.AgentFile, AwsUserData.Home] }, cancellationToken).ConfigureAwait(false);
        var lines = seen.Output.Split('\n', StringSplitOptions.TrimEntries);
        if (!lines.Contains("ready")) throw new HostException(host.Name, "it is still booting: its script has not come so far", isTransient: true);
        return (lines.FirstOrDefault(line => line.StartsWith("hash ", StringComparison.Ordinal))?[5..] ?? "", lines.Contains("service active"));
    }

    private async Task<SshHost> HostAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (_hosts.TryGetValue(machine, out var known)) return known;
        if (AwsMachineName.Parse(machine) is not { } name) throw new ProviderException(Provider, $"'{machine}' is not the name of a machine of AWS", isTransient: false);
        var address = await AddressAsync(name, cancellationToken).ConfigureAwait(false);

        // Addresses are used again and again; each machine has its own file of host keys, so that nobody takes the new one for an impostor of the old one.
        var destination = new SshDestination(name.Instance, address) { User = account.Settings.LoginUser, Identity = privateKey, Jump = account.Settings.JumpHost };
        var host = new SshHost(destination, ssh with { Folder = Path.Combine(ssh.Folder, name.Instance) }, account.Time);
        if (_hosts.TryAdd(machine, host)) return host;
        host.Dispose();
        return _hosts[machine];
    }

    private async Task<string> AddressAsync(AwsMachineName name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await account.Ec2.AskAsync(name.Region, new Ec2Form("DescribeInstances").List("InstanceId", [name.Instance]), cancellationToken).ConfigureAwait(false);
            var instance = AwsLaunch.Instances(found["reservationSet"].Items).FirstOrDefault();
            var (shown, inside) = (instance["ipAddress"].Text, instance["privateIpAddress"].Text);
            var address = account.Settings.JumpHost.Length > 0 || shown.Length == 0 ? inside : shown;
            return address.Length > 0 ? address : throw new ProviderException(Provider, $"machine {name.Id} has no address yet", isTransient: true);
        }
        catch (AwsError error)
        {
            throw new ProviderException(Provider, $"machine {name.Id} cannot be found: {error.Message}", LaunchErrors.IsNoSuchMachine(error.Code), error);
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
