using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Ports;

/// <summary>The checkpoint store as one life of the server reaches it.</summary>
internal sealed class CheckpointPort(SimCheckpoints checkpoints, SimWorld world, Gate gate) : ICheckpointStore
{
    private readonly Errand _errand = new("store")
    {
        Faults = world.Weather.CheckpointFaults,
        Fault = why => new IOException(why),
    };

    public Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken) =>
        gate.PassAsync(_errand, $"seal run {run} attempt {epoch}", () => checkpoints.Seal(run, epoch), cancellationToken);

    public Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => gate.PassAsync(
        _errand,
        $"prune run {run} to {keep.Length}",
        () =>
        {
            checkpoints.Prune(run, keep);
            return true;
        },
        cancellationToken);
}
