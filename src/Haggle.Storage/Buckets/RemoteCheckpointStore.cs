using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Buckets;

/// <summary>
/// Checkpoints in a bucket, below one folder for each run (<see cref="RunKeys"/>). A store of objects has no rename and not every server refuses a second
/// write of a name, so nothing hangs on either: what counts is the list in <c>sealed.json</c>, which one put replaces whole and which only this class writes. What
/// an attempt finishes after its sealing is not in the list and never gets there. One process seals and prunes a run at a time; agents write at any time.
/// </summary>
/// <param name="folderOf">Opens a run's folder with credentials that are good now.</param>
public sealed class RemoteCheckpointStore(Func<RunId, CancellationToken, Task<RemoteFolder>> folderOf) : ICheckpointStore
{
    /// <inheritdoc/>
    public Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken) =>
        DoAsync(run, folder => SealAsync(folder, epoch, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => DoAsync(
        run,
        async folder =>
        {
            await PruneAsync(folder, [.. keep.Select(one => one.Id)], cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private async Task<T> DoAsync<T>(RunId run, Func<RemoteFolder, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(await folderOf(run, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (BucketException fault)
        {
            throw new StoreException($"checkpoints of run {run}: {fault.Message}", isTransient: true, fault);
        }
    }

    private static async Task<ImmutableArray<CheckpointRef>> SealAsync(RemoteFolder folder, int epoch, CancellationToken cancellationToken)
    {
        var roll = SealRoll.Read(await folder.ReadAsync(RunKeys.Sealed, cancellationToken).ConfigureAwait(false));

        // The roll before the list: a checkpoint that is pruned in between is missing from the list, never the other way round.
        var files = (await folder.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);
        if (roll.Epoch < epoch)
        {
            var counted = roll.Checkpoints.Where(known => files.ContainsKey(ManifestOf(known.Id))).ToList();
            foreach (var id in Complete(files.Keys, roll.Epoch, epoch))
                if (await ManifestReader.ReadAsync(folder, id, files, cancellationToken).ConfigureAwait(false) is { } found) counted.Add(found);
            roll = new SealRoll(epoch, [.. counted.OrderBy(one => one.Id, StringComparer.Ordinal)]);
            await folder.WriteAsync(RunKeys.Sealed, roll.ToJson(), cancellationToken).ConfigureAwait(false);
        }

        return [.. roll.Checkpoints.Where(known => files.ContainsKey(ManifestOf(known.Id)))];
    }

    private static async Task PruneAsync(RemoteFolder folder, HashSet<string> keep, CancellationToken cancellationToken)
    {
        var roll = SealRoll.Read(await folder.ReadAsync(RunKeys.Sealed, cancellationToken).ConfigureAwait(false));
        var keys = (await folder.ListAsync(cancellationToken).ConfigureAwait(false)).Select(file => file.Path).ToArray();
        var newest = keep.Max(StringComparer.Ordinal) ?? "";
        foreach (var epoch in keys.Select(RunKeys.EpochOf).OfType<int>().Distinct().Order())
        {
            var own = keys.Where(key => RunKeys.EpochOf(key) == epoch).ToArray();
            var ids = own.Select(key => RunKeys.CheckpointOf(key)?.Id).OfType<string>().Distinct().ToArray();
            var isOver = epoch <= roll.Epoch;
            if (isOver && !ids.Any(keep.Contains))
            {
                await folder.PurgeAsync(RunKeys.OfEpoch(epoch), cancellationToken).ConfigureAwait(false);
                continue;
            }

            // Of a live attempt only what is complete and older than a kept one goes: what it is writing now looks like a cut upload.
            foreach (var id in ids.Where(id => !keep.Contains(id) && (isOver || (own.Contains(ManifestOf(id)) && string.CompareOrdinal(id, newest) < 0))))
                await DeleteAsync(folder, id, cancellationToken).ConfigureAwait(false);
        }

        for (var epoch = 1; epoch <= roll.Epoch; epoch++)
            if (epoch == roll.Epoch || keys.Any(key => RunKeys.EpochOf(key) == epoch)) await folder.AbortUploadsAsync(RunKeys.OfEpoch(epoch), cancellationToken).ConfigureAwait(false);
    }

    // Not a checkpoint any more from the first moment on, whatever happens on the way.
    private static async Task DeleteAsync(RemoteFolder folder, string id, CancellationToken cancellationToken)
    {
        await folder.DeleteAsync(ManifestOf(id), cancellationToken).ConfigureAwait(false);
        await folder.PurgeAsync(RunKeys.OfCheckpoint(id), cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Complete(IEnumerable<string> keys, int after, int upTo) =>
        from key in keys
        let place = RunKeys.CheckpointOf(key)
        where place is { Name: RunKeys.Manifest } && RunKeys.EpochOf(key) is { } epoch && epoch > after && epoch <= upTo
        orderby place.Value.Id
        select place.Value.Id;

    private static string ManifestOf(string id) => RunKeys.OfCheckpoint(id) + "/" + RunKeys.Manifest;
}
