using System.Collections.Immutable;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>
/// Where checkpoints are kept between machines. Agents write into it; only what is sealed or reported by the live epoch counts.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>
    /// Closes an attempt's door: nothing that it writes from now on is listed. Gives every complete checkpoint that the run has, oldest first.
    /// Doing it twice gives the same.
    /// </summary>
    Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken);

    /// <summary>Deletes everything of the run but the named checkpoints and what a live attempt is writing.</summary>
    Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken);
}
