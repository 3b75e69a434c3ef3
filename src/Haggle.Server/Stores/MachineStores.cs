using Haggle.Buckets;
using Haggle.Core.Tasks;
using Haggle.Engine.Ports;
using Haggle.Server.Gateway;
using Haggle.Wire.Agent;

namespace Haggle.Server.Stores;

/// <summary>Writes the part of an order that is about stores, with what opens them.</summary>
internal sealed class MachineStores(StoreBook book, StorePlaces places, ILogger<MachineStores> log)
{
    /// <summary>What a machine is told. Quick when nothing is to be renewed.</summary>
    public async Task<StoreOrders> ForAsync(AgentOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var job = order.Job;
        var mounts = job.Remotes.IsDefault ? [] : job.Remotes;
        if (mounts.IsEmpty && job.Checkpoint?.Store is null) return StoreOrders.None;
        var stamp = "";
        var orders = StoreOrders.None;
        if (job.Checkpoint?.Store is { } store)
        {
            if (StorePlaces.IsPath(store)) orders = orders with { CheckpointFolder = places.FolderOf(store, order.Run) };
            else orders = orders with { Checkpoints = await TellAsync(places.AddressOf(store, order.Run), writes: order.Rank == 0) };
        }

        var told = new List<MountMessage>();
        foreach (var mount in mounts)
        {
            var remote = await TellAsync(StoreBook.Read(mount.Address), writes: mount.SendFirst.Length > 0 || (mount.Mode is not StorageMode.Copy && !mount.ReadOnly));
            told.Add(new MountMessage
            {
                Destination = mount.Destination,
                Mode = mount.Mode switch { StorageMode.Copy => "copy", StorageMode.Mount => "mount", _ => "mount-cached" },
                Remote = remote,
                ReadOnly = mount.ReadOnly,
                Options = mount.Options.IsDefault ? [] : [.. mount.Options],
                SendFirst = mount.SendFirst,
            });
        }

        return orders with { Mounts = [.. told], Stamp = stamp };

        async Task<RemoteMessage> TellAsync(BucketAddress address, bool writes)
        {
            try
            {
                var grant = await book.ForMachineAsync(address, writes, cancellationToken);
                stamp += $"{grant.RenewAt?.Ticks};";
                var remote = Remote.Of(address, grant.Access);
                return new RemoteMessage { Address = address.Text, Settings = remote.Settings.ToDictionary(), Path = remote.Path };
            }
            catch (BucketException fault)
            {
                // The agent says in its own words that the store refuses what anybody may do; why there is nothing better stands here.
                LogNoKey(fault.Message);
                var remote = Remote.Of(address, new StoreAccess());
                return new RemoteMessage { Address = address.Text, Settings = remote.Settings.ToDictionary(), Path = remote.Path };
            }
        }
    }

    private void LogNoKey(string why) => NoKey(log, why, null);

    private static readonly Action<ILogger, string, Exception?> NoKey =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, "NoKey"), "a machine gets no key for a store: {Why}");
}
