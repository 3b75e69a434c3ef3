using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Simulation.Ec2;

/// <summary>Checkpoints and logs, which are not what is looked at here: they never fail.</summary>
internal sealed class Ec2Disks : ICheckpointStore, ILogStore
{
    private readonly Dictionary<long, (int Sealed, SortedDictionary<string, CheckpointRef> Kept)> _shelves = [];

    public CheckpointRef? Write(long run, int epoch, int sequence, long step, DateTimeOffset now)
    {
        var (door, kept) = Of(run);
        if (door >= epoch) return null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{epoch:D6}-{sequence:D6}");
        return kept[id] = new CheckpointRef(id, epoch, step, 1000, $"sha-{run}-{id}", now);
    }

    public Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken)
    {
        var (door, kept) = Of(run.Value);
        _shelves[run.Value] = (Math.Max(door, epoch), kept);
        return Task.FromResult(kept.Values.ToImmutableArray());
    }

    public Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => Task.CompletedTask;

    public long Length(RunId run, int epoch, int rank) => 0;

    public Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken) => Task.CompletedTask;

    private (int Sealed, SortedDictionary<string, CheckpointRef> Kept) Of(long run)
    {
        if (!_shelves.TryGetValue(run, out var shelf)) _shelves[run] = shelf = (0, new SortedDictionary<string, CheckpointRef>(StringComparer.Ordinal));
        return shelf;
    }
}
