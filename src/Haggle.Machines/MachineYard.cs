using System.Collections.Immutable;
using Haggle.Wire.Agent;
using Haggle.Wire.Hosts;

namespace Haggle.Machines;

/// <summary>
/// The machines on one computer: a machine is a folder with an agent's processes. Everything it knows is in the folders, so any number of processes may use the same
/// root, and none has to live on. What the system says about folders and files becomes a <see cref="MachineFault"/>.
/// </summary>
internal sealed class MachineYard
{
    private readonly string _root;
    private readonly MachineLaunch _launch;
    private readonly MachineCensus _census;
    private readonly TimeProvider _time;

    /// <param name="root">Where the machines' folders are; made when it is not there.</param>
    /// <param name="agentCommand">The agent's executable and what comes before "run --home DIR" on its command line.</param>
    /// <param name="bounds">The most that one machine may use.</param>
    /// <param name="time">The clock.</param>
    public MachineYard(string root, ImmutableArray<string> agentCommand, MachineBounds bounds, TimeProvider time)
    {
        (_root, _time) = (root, time);
        var limits = new MachineLimits(bounds);
        _launch = new MachineLaunch(root, agentCommand, limits, time);
        _census = new MachineCensus(root, limits, time);
    }

    /// <summary>Why no machine can have this name here; "" when one can.</summary>
    public string Obstacle(string token)
    {
        if (!MachineFolder.IsName(token)) return $"'{token}' cannot name a machine: letters, digits and dashes only, at most 64";
        var folder = new MachineFolder(_root, token);
        return folder.HasRoomForSocket ? "" : $"the path {folder.SocketPath} is too long for a socket; use a state folder with a shorter path";
    }

    /// <summary>Makes a machine, or finds it again: the same token is the same machine once.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="refuse">Asked under the lock before a machine is made anew, and not for one that exists: null, or why it is not made.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<HostReply> LaunchAsync(MachineWish wish, Func<CancellationToken, Task<HostReply?>> refuse, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (Obstacle(wish.Token) is { Length: > 0 } obstacle) return new HostReply { Outcome = HostReply.Refused, Why = obstacle };
        var folder = new MachineFolder(_root, wish.Token);
        _launch.MakeRoot();
        using var held = await FolderLock.TakeAsync(_root, _time, cancellationToken).ConfigureAwait(false);

        // A machine that exists is given whatever the market says by now: it was let before.
        if (await _launch.ResumeAsync(wish.Token, folder, cancellationToken).ConfigureAwait(false)) return new HostReply { Outcome = HostReply.Launched };
        if (await refuse(cancellationToken).ConfigureAwait(false) is { } refusal) return refusal;
        return await _launch.BeginAsync(wish, folder, cancellationToken).ConfigureAwait(false)
            ? new HostReply { Outcome = HostReply.Launched }
            : new HostReply { Outcome = HostReply.NoCapacity, Why = "every address of this machine is taken" };
    });

    /// <summary>Every machine of an owner.</summary>
    public Task<ImmutableArray<MachineRow>> RowsAsync(string owner) => GuardAsync(() => Task.FromResult(_census.Rows(owner)));

    /// <summary>Ends a machine. One that is gone already, or never was, is a success.</summary>
    public async Task EndAsync(string machine, CancellationToken cancellationToken)
    {
        var folder = new MachineFolder(_root, machine);
        if (!MachineFolder.IsName(machine) || !folder.Exists) return;
        await GuardAsync(async () =>
        {
            using var held = await FolderLock.TakeAsync(_root, _time, cancellationToken).ConfigureAwait(false);
            await _census.EndAsync(folder, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Takes a machine back. A sooner reclaim that is on its way already stays.</summary>
    /// <returns>Whether there was such a machine to take back.</returns>
    public async Task<bool> ReclaimAsync(string machine, ReclaimSchedule reclaim, CancellationToken cancellationToken)
    {
        var folder = new MachineFolder(_root, machine);
        if (!MachineFolder.IsName(machine) || !folder.Exists) return false;
        return await GuardAsync(async () =>
        {
            using var held = await FolderLock.TakeAsync(_root, _time, cancellationToken).ConfigureAwait(false);
            if (folder.Record() is null || folder.End() is not null || folder.IsGone) return false;
            if (folder.Reclaim() is not { } planned || planned.At > reclaim.At) folder.Write(reclaim);
            return true;
        }).ConfigureAwait(false);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new MachineFault($"the folder {_root} cannot be used: {fault.Message}", isTransient: false, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"the folder {_root} cannot be used now: {fault.Message}", isTransient: true, fault);
        }
    }
}
