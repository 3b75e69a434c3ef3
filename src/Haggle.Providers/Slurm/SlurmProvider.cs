using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Providers.Slurm.Machines;

namespace Haggle.Providers.Slurm;

/// <summary>
/// Lets parts of Slurm clusters: a machine is a node of a job, with an agent in a folder that the cluster shares. Everything it knows is in those folders and
/// in Slurm, so any number of servers may use the same cluster, and none has to live on.
/// </summary>
public sealed class SlurmProvider : IProvider
{
    private static readonly TimeSpan RecordsKept = TimeSpan.FromDays(1);

    private readonly ImmutableArray<SlurmSite> _sites;
    private readonly AgentShelf _agents;
    private readonly TimeProvider _time;

    /// <summary>Makes the provider of some clusters; nothing is asked of them yet.</summary>
    /// <param name="settings">The clusters.</param>
    /// <param name="ssh">How login nodes elsewhere are reached.</param>
    /// <param name="agentFile">The agent as one self-contained file, to be brought to clusters that have none; "" when there is none.</param>
    /// <param name="time">The clock.</param>
    public SlurmProvider(SlurmSettings settings, SshSettings ssh, string agentFile, TimeProvider time)
        : this(settings, [.. settings?.Clusters.Select(cluster => SlurmSites.Open(cluster, ssh, time)) ?? []], agentFile, time)
    {
    }

    internal SlurmProvider(SlurmSettings settings, ImmutableArray<SlurmSite> sites, string agentFile, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _sites = sites;
        _agents = new AgentShelf(agentFile);
        _time = time;
        Traits = new ProviderTraits
        {
            // A folder is in the list as soon as the create call has made it.
            ListLag = TimeSpan.FromSeconds(15),
            BootPatience = TimeSpan.FromMinutes(10),
            QueuePatience = settings.QueuePatience,
            ListEvery = TimeSpan.FromSeconds(10),

            // Every list costs the controller a question, and it has many users.
            ListGap = TimeSpan.FromSeconds(2),

            // Slurm's KillWait.
            EndingBilled = TimeSpan.FromSeconds(45),
            ReclaimNotice = TimeSpan.FromSeconds(25),
        };
        Door = new SlurmDoor(this);
    }

    /// <summary>The way to its machines.</summary>
    public IMachineDoor Door { get; }

    /// <inheritdoc/>
    public ProviderName Name => SlurmOffers.Provider;

    /// <inheritdoc/>
    public ProviderTraits Traits { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        if (scope.Rehearsal is not null) yield break;
        foreach (var site in _sites)
            foreach (var offer in await GuardAsync(() => site.OffersAsync(cancellationToken)).ConfigureAwait(false)) yield return offer.Quote;
    }

    /// <inheritdoc/>
    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var offered = request.Quote.Offer;
        if (_sites.FirstOrDefault(site => site.Cluster.Name == offered.Region) is not { } site)
            return new LaunchOutcome.Refused($"there is no cluster '{offered.Region}' in the configuration");
        return await GuardAsync(async () =>
        {
            await site.Folder.MakeRootAsync(cancellationToken).ConfigureAwait(false);
            await using var held = await HostLock.TakeAsync(site.Host, site.Folder.LockFile, cancellationToken).ConfigureAwait(false);

            // A machine that exists is given whatever the market says by now: it was let before.
            return await new SlurmLaunch(site, _agents).RunAsync(request, RefusalAsync, cancellationToken).ConfigureAwait(false);

            async Task<LaunchOutcome?> RefusalAsync(CancellationToken cancellation) =>
                SlurmRefusal.For(request, await site.OffersAsync(cancellation).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var site in _sites)
        {
            foreach (var fact in await GuardAsync(() => FactsAsync(site, owner, cancellationToken)).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return fact;
            }
        }
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(machine) is not var (site, token)) return;
        await GuardAsync(async () =>
        {
            await site.Folder.MakeRootAsync(cancellationToken).ConfigureAwait(false);
            await using var held = await HostLock.TakeAsync(site.Host, site.Folder.LockFile, cancellationToken).ConfigureAwait(false);
            await EndAsync(site, token, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>The cluster and folder of a machine; null when it is none of ours.</summary>
    internal (SlurmSite Site, string Token)? Find(MachineId machine)
    {
        var parts = machine.Value.Split(':', 2);
        if (parts.Length != 2 || !IsToken(parts[1])) return null;
        return _sites.FirstOrDefault(each => each.Cluster.Name == parts[0]) is { } site
            ? (site, parts[1])
            : throw new ProviderException(Name, $"machine {machine} is on cluster '{parts[0]}', which the configuration does not name any more", isTransient: false);
    }

    /// <summary>The agent's path on a cluster.</summary>
    internal Task<string> AgentAsync(SlurmSite site, CancellationToken cancellationToken) => _agents.BringAsync(site, cancellationToken);

    /// <summary>Turns what a cluster's faults say into the provider's word.</summary>
    internal async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (SlurmException fault)
        {
            throw new ProviderException(Name, fault.Message, fault.IsTransient, fault);
        }
    }

    private async Task<ImmutableArray<MachineFact>> FactsAsync(SlurmSite site, OwnerId owner, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await new SlurmSweep(site, _time).FactsAsync(owner, RecordsKept, cancellationToken).ConfigureAwait(false);
            return site.LastList[owner.Value] = facts;
        }
        catch (SlurmException) when (_sites.Length > 1 && site.LastList.TryGetValue(owner.Value, out var last))
        {
            // One cluster that is down must not make the others' machines invisible; what was known of it stays as it was.
            return last;
        }
    }

    // A gang is one job: it is cancelled when all of its machines are to be ended, so that the last bytes of each log can still be fetched.
    private static async Task EndAsync(SlurmSite site, string token, CancellationToken cancellationToken)
    {
        if ((await site.Folder.ListAsync([token], cancellationToken).ConfigureAwait(false)) is not [{ Record: { } record } folder] || folder.Gone is not null) return;
        await site.Folder.NoteAsync([FolderNote.End(token)], cancellationToken).ConfigureAwait(false);
        var gang = await site.Folder.ListAsync(record.Gang, cancellationToken).ConfigureAwait(false);
        if (gang.Any(each => each is { Record: not null, IsEndWanted: false, Gone: null })) return;
        var jobs = await site.Slurm.JobsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in jobs.Where(each => each.Name == record.Job && !each.IsOver)) await site.Slurm.CancelAsync(job.Id, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsToken(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
