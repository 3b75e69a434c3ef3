using Haggle.Agent.Files;
using Haggle.Agent.Programs;
using Haggle.Agent.State;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Stores;

/// <summary>Brings what a task wants from stores to where its program looks for it: copied, or mounted for as long as the machine lives.</summary>
internal sealed class RemoteMounts(MachineFolder folder, StoreDoor door, StateBoard board, AgentLog log, TimeProvider time)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<MountedStore> mounted = [];

    /// <summary>Brings all of it.</summary>
    /// <exception cref="TaskFault">Something cannot be brought; the message says what and what to do.</exception>
    public async Task BringAsync(OrderMessage order, CancellationToken cancellationToken)
    {
        foreach (var mount in order.Remotes)
        {
            if (MountPlace.WhyNot(mount.Destination) is { } why) throw new TaskFault($"file_mounts: {mount.Destination} {why}");
            try
            {
                await BringAsync(mount, cancellationToken);
            }
            catch (BucketException fault)
            {
                throw new TaskFault($"file_mounts: {mount.Destination}: {fault.Message}");
            }

            board.Change(s => s with { Transfer = null });
        }
    }

    /// <summary>Waits until everything that programs wrote into mounts is in its store.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (mounted.Count == 0) return true;
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var all = Task.WhenAll(mounted.Select(store => store.FlushedAsync(both.Token)));
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompletedSuccessfully;
    }

    /// <summary>Takes the mounts away; every process of the machine must be gone.</summary>
    public void Close()
    {
        foreach (var store in mounted) store.Close();
        if (mounted.Count > 0) File.Delete(folder.MountList);
        mounted.Clear();
    }

    private async Task BringAsync(MountMessage mount, CancellationToken cancellationToken)
    {
        var target = MountPlace.IsOutside(mount.Destination) ? folder.Mounted(MountPlace.Stored(mount.Destination)) : Path.Combine(folder.Work, MountPlace.Normal(mount.Destination));
        if (Path.GetDirectoryName(target) is { } parent) Directory.CreateDirectory(parent);
        if (mount.SendFirst.Length > 0) await AgainAsync(() => SendAsync(mount, cancellationToken), cancellationToken);
        if (mount.Mode == "copy")
        {
            log.Write($"copying {mount.Remote.Address} to {mount.Destination}");
            await AgainAsync(() => CopyAsync(mount, target, cancellationToken), cancellationToken);
            return;
        }

        MountedStore.CheckFuse(mount.Destination);
        Directory.CreateDirectory(target);
        await File.AppendAllTextAsync(folder.MountList, target + "\n", cancellationToken);
        var store = new MountedStore(mount, target, Path.Combine(folder.MountCache, mounted.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)), log, time);
        mounted.Add(store);
        await store.OpenAsync(door.Program(), cancellationToken);
        log.Write($"{mount.Remote.Address} is mounted at {mount.Destination}");
    }

    private Task SendAsync(MountMessage mount, CancellationToken cancellationToken)
    {
        var from = Path.Combine(folder.Mounts, mount.SendFirst);
        return door.Open(mount.Remote).SendAsync(from, "", CopyOptions.Alone, done => Tell($"files to {mount.Remote.Address}", done), cancellationToken);
    }

    private async Task CopyAsync(MountMessage mount, string target, CancellationToken cancellationToken)
    {
        var what = $"{mount.Remote.Address} to {mount.Destination}";
        if (mount.Remote.Settings.GetValueOrDefault("type") == "hub")
        {
            using var hub = new HubFolder(mount.Remote);
            await hub.FetchAsync(target, done => Tell(what, done), cancellationToken);
            return;
        }

        await door.Open(mount.Remote).FetchAsync("", target, CopyOptions.Alone, done => Tell(what, done), cancellationToken);

        // A folder in a store that holds nothing is nothing there; here it is an empty folder.
        if (!Path.Exists(target)) Directory.CreateDirectory(target);
    }

    // A store that is down for a moment must not fail a run; one that says no does.
    private async Task AgainAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var retry = RetryFirst; ; retry *= 2)
        {
            try
            {
                await work();
                return;
            }
            catch (BucketException fault) when (fault.Trouble is StoreTrouble.Unreachable && time.GetElapsedTime(began) + retry < Patience)
            {
                log.Write(fault.Message);
                board.Note($"{fault.Message}; tried again");
                await Task.Delay(retry, time, cancellationToken);
            }
        }
    }

    private void Tell(string what, Transfer done)
    {
        var message = new TransferMessage { What = what, BytesDone = done.BytesDone, BytesTotal = done.BytesTotal, BytesPerSecond = done.BytesPerSecond };
        board.ChangeQuietly(s => s with { Transfer = message });
    }
}
