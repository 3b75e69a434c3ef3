using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Server.Endpoints;
using Haggle.Wire.Rest;

namespace Haggle.Server.Stores;

/// <summary>Looks at the stores that a task names before it is accepted: a wrong key is told now and not by a machine that is paid for.</summary>
internal sealed class StoreIntake(StoreBook book, TimeProvider time)
{
    /// <summary>Checks every store of a task and makes the buckets that it wants made.</summary>
    /// <exception cref="RestException">One does not open; nothing was accepted.</exception>
    /// <returns>The buckets that were made and go with the run.</returns>
    public async Task<IReadOnlyCollection<BucketAddress>> CheckAsync(TaskSpec spec, Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(job);
        var remotes = job.Remotes.IsDefault ? [] : job.Remotes;
        var store = job.Checkpoint?.Store is { } named && !StorePlaces.IsPath(named) ? named : null;
        if (remotes.IsEmpty && store is null) return [];
        List<BucketAddress> passing = [];
        try
        {
            var rclone = CheckpointStores.Program(time);
            foreach (var (bucket, persistent) in TaskRemotes.Buckets(spec))
                if (await new RemoteFolder(rclone, book.RemoteFor(bucket)).MakeBucketAsync(cancellationToken) && !persistent) passing.Add(bucket);
            if (store is not null) await OpensAsync(rclone, StoreBook.Read(store), writes: true, "checkpoint.store", cancellationToken);
            foreach (var mount in remotes)
                await OpensAsync(rclone, StoreBook.Read(mount.Address), mount.SendFirst.Length > 0 || (mount.Mode is not StorageMode.Copy && !mount.ReadOnly), $"file_mounts: {mount.Destination}", cancellationToken);
            return passing;
        }
        catch (BucketException fault)
        {
            throw new RestException(ErrorCode.BadRequest, fault.Message, "docs/stores.md says how stores are opened");
        }
    }

    private async Task OpensAsync(Rclone rclone, BucketAddress address, bool writes, string field, CancellationToken cancellationToken)
    {
        try
        {
            // What a machine will be given must be there too; the hub and web servers are looked at by whoever reads them.
            await book.ForMachineAsync(address, writes, cancellationToken);
            if (address.IsWritable) await new RemoteFolder(rclone, book.RemoteFor(address)).CheckAsync(cancellationToken);
        }
        catch (BucketException fault)
        {
            throw new BucketException(fault.Trouble, $"{field}: {fault.Message}");
        }
    }
}
