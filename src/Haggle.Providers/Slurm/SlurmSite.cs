using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Providers.Hosts;
using Haggle.Providers.Slurm.Machines;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>One cluster with everything it is reached by, and what was heard of it lately. Thread-safe.</summary>
internal sealed class SlurmSite(SlurmCluster cluster, IHost host, ISlurm slurm, TimeProvider time)
{
    // What nodes there are changes rarely; a large cluster's answer is megabytes.
    private static readonly TimeSpan HardwareKept = TimeSpan.FromMinutes(1);

    // Slurm itself thinks about expected starts every half minute; everybody's waiting jobs are a long list.
    private static readonly TimeSpan QueueKept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long At, ImmutableArray<long> Jobs)> _queues = new();
    private (long At, ImmutableArray<SlurmQueue> Queues, ImmutableArray<SlurmNode> Nodes)? _hardware;

    public SlurmCluster Cluster => cluster;

    public IHost Host => host;

    public ISlurm Slurm => slurm;

    public SharedFolder Folder { get; } = new(cluster, host);

    /// <summary>What was last said of each machine, for whoever wants to reach one.</summary>
    public ConcurrentDictionary<string, SlurmCensus.Standing> Known { get; } = new();

    /// <summary>The last whole list by owner, for as long as the cluster does not answer.</summary>
    public ConcurrentDictionary<string, ImmutableArray<MachineFact>> LastList { get; } = new();

    /// <summary>What the cluster offers.</summary>
    public async Task<ImmutableArray<SlurmOffer>> OffersAsync(CancellationToken cancellationToken)
    {
        var (_, queues, nodes) = await HardwareAsync(cancellationToken).ConfigureAwait(false);
        return SlurmOffers.Of(cluster, queues, nodes, time.GetUtcNow());
    }

    /// <summary>The nodes' addresses by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AddressesAsync(CancellationToken cancellationToken) =>
        (await HardwareAsync(cancellationToken).ConfigureAwait(false)).Nodes.DistinctBy(node => node.Name).ToDictionary(node => node.Name, node => node.Address, StringComparer.Ordinal);

    /// <summary>The jobs that wait in the partitions of some that wait.</summary>
    public async Task<IReadOnlyDictionary<string, ImmutableArray<long>>> QueuesAsync(IEnumerable<(string Partition, long Job)> waiting, CancellationToken cancellationToken)
    {
        var queues = new Dictionary<string, ImmutableArray<long>>(StringComparer.Ordinal);
        foreach (var (partition, mine) in waiting.GroupBy(each => each.Partition, each => each.Job, StringComparer.Ordinal).Select(each => (each.Key, each)))
        {
            // A list that is older than one of ours says nothing of it.
            if (_queues.TryGetValue(partition, out var known) && time.GetElapsedTime(known.At) < QueueKept && mine.All(job => known.Jobs.Contains(job)))
            {
                queues[partition] = known.Jobs;
                continue;
            }

            var jobs = await slurm.WaitingAsync(partition, cancellationToken).ConfigureAwait(false);
            _queues[partition] = (time.GetTimestamp(), jobs);
            queues[partition] = jobs;
        }

        return queues;
    }

    private async Task<(long At, ImmutableArray<SlurmQueue> Queues, ImmutableArray<SlurmNode> Nodes)> HardwareAsync(CancellationToken cancellationToken)
    {
        if (_hardware is { } known && time.GetElapsedTime(known.At) < HardwareKept) return known;
        var queues = await slurm.PartitionsAsync(cancellationToken).ConfigureAwait(false);
        var nodes = await slurm.NodesAsync(cancellationToken).ConfigureAwait(false);
        var read = (time.GetTimestamp(), queues, nodes);
        _hardware = read;
        return read;
    }
}
