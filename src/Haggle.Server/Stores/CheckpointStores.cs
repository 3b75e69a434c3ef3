using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Buckets;
using Haggle.Storage.Folders;

namespace Haggle.Server.Stores;

/// <summary>The checkpoint store of each run: the one that its task names, or the server's own.</summary>
internal sealed class CheckpointStores(IStore runs, ICheckpointStore own, StoreBook book, StorePlaces places, TimeProvider time) : ICheckpointStore
{
    private readonly ConcurrentDictionary<RunId, string> storeOf = new();

    /// <inheritdoc/>
    public async Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken) =>
        await (await OfAsync(run, cancellationToken)).SealAsync(run, epoch, cancellationToken);

    /// <inheritdoc/>
    public async Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) =>
        await (await OfAsync(run, cancellationToken)).PruneAsync(run, keep, cancellationToken);

    /// <summary>The program that talks to stores, on this computer.</summary>
    /// <exception cref="BucketException">There is none.</exception>
    public static Rclone Program(TimeProvider time) =>
        new(Rclone.Find() ?? throw new BucketException(StoreTrouble.NoProgram, RcloneWords.HowToGet), ImmutableDictionary<string, string>.Empty, time);

    private async Task<ICheckpointStore> OfAsync(RunId run, CancellationToken cancellationToken)
    {
        if (!storeOf.TryGetValue(run, out var store))
        {
            var known = await runs.LoadAsync(run, cancellationToken);
            storeOf[run] = store = known?.Job.Checkpoint?.Store ?? "";
        }

        if (store.Length == 0) return own;
        if (StorePlaces.IsPath(store)) return new FolderCheckpointStore(places.FolderOf(store));
        return new RemoteCheckpointStore((id, _) => Task.FromResult(new RemoteFolder(Program(time), book.RemoteFor(places.AddressOf(store, id)))));
    }
}
