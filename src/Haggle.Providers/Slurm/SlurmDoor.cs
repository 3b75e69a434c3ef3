using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Slurm;

/// <summary>
/// Opens the way to an agent on a compute node: a small step beside the agent's in the same job, whose standard input and output are the stream.
/// </summary>
internal sealed class SlurmDoor(SlurmProvider provider) : IMachineDoor
{
    // A step of a job that runs starts in a fraction of a second; a controller that is down would let srun wait for ever.
    private const int StepSecondsMax = 20;

    // Raw bytes: without --unbuffered srun holds back what does not end with a line. With it, standard output is a terminal, to which the runtime would send
    // the sequences that terminals want; the pipe keeps them away (seen with 22.05.8).
    private const string Connect = "\"$1\" connect --home \"$2\" | cat";

    /// <inheritdoc/>
    public ProviderName Provider => provider.Name;

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var (site, token, job, node, agent) = await PlaceAsync(machine, cancellationToken).ConfigureAwait(false);
        try
        {
            var words = Step(site, job, node, ["--unbuffered", "--quiet"], ["/bin/sh", "-c", Connect, "haggle-door", agent, site.Folder.Home(token)]);
            return await site.Host.OpenAsync(new HostCommand { Words = words }, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new ProviderException(Provider, fault.Message, fault.IsTransient, fault);
        }
    }

    /// <inheritdoc/>
    public async Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken)
    {
        var (site, token, job, node, _) = await PlaceAsync(machine, cancellationToken).ConfigureAwait(false);
        var home = site.Folder.Home(token);
        var words = Step(site, job, node, ["--pty"], ["/bin/sh", "-c", "cd \"$1/work\" 2>/dev/null || cd \"$1\"; exec \"${SHELL:-/bin/sh}\" -i", "haggle-shell", home]);
        return SlurmSites.ShellAccess(site.Cluster, words);
    }

    private async Task<(SlurmSite Site, string Token, long Job, string Node, string Agent)> PlaceAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (provider.Find(machine) is not var (site, token)) throw new ProviderException(Provider, $"'{machine}' is not the name of a machine of a cluster", isTransient: false);

        // What the last list said spares the cluster a question for every call to a machine that is not there yet.
        var known = site.Known.GetValueOrDefault(token);
        if (known?.Fact is { Queue: { } queue }) throw Fault($"machine {machine} waits in the queue ({queue.Reason})", isTransient: true);
        if (known?.Fact is { Status: MachineStatus.Gone }) throw Fault($"machine {machine} is gone", isTransient: false);
        return await provider.GuardAsync(async () =>
        {
            var folders = await site.Folder.ListAsync([token], cancellationToken).ConfigureAwait(false);
            if (folders is not [{ Record: { } record } folder] || folder.Gone is not null) throw Fault($"machine {machine} is gone", isTransient: false);
            var leader = record.IsLeader ? folder : (await site.Folder.ListAsync([record.Gang[0]], cancellationToken).ConfigureAwait(false)).FirstOrDefault();
            if (leader?.Claim is not { } job || folder.Node.Length == 0) throw Fault($"the agent of machine {machine} is not started yet", isTransient: true);
            return (site, token, job, folder.Node, await provider.AgentAsync(site, cancellationToken).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private static ImmutableArray<string> Step(SlurmSite site, long job, string node, ReadOnlySpan<string> how, ReadOnlySpan<string> what) => SlurmCommands.Words(
        site.Cluster,
        [
            "srun", "--overlap", "--jobid=" + job.ToString(CultureInfo.InvariantCulture), "--nodes=1", "--ntasks=1", "--cpus-per-task=1", "--nodelist=" + node, "--export=PATH,HOME,LANG,TERM",
            string.Create(CultureInfo.InvariantCulture, $"--immediate={StepSecondsMax}"), .. how, .. what,
        ]);

    private ProviderException Fault(string message, bool isTransient) => new(Provider, message, isTransient);
}
