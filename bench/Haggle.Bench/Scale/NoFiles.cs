using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>Checkpoints and logs of programs that write neither: files are not what is measured.</summary>
internal sealed class NoFiles : ICheckpointStore, ILogStore
{
    public Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<CheckpointRef>.Empty);

    public Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => Task.CompletedTask;

    public long Length(RunId run, int epoch, int rank) => 0;

    public Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken) => Task.CompletedTask;
}
