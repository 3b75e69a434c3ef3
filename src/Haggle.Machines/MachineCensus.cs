using System.Collections.Immutable;
using Haggle.Wire.Agent;
using Haggle.Wire.Hosts;

namespace Haggle.Machines;

/// <summary>
/// Says which machines there are, and ends them. A machine is gone when no process of it lives, and then it is written down, so that the word never
/// changes. The agent is to its machine what the first process is to a container: when it dies, the rest is ended.
/// </summary>
internal sealed class MachineCensus(string root, MachineLimits limits, TimeProvider time)
{
    /// <summary>Why a machine ended that was taken back, in the word of its <c>ended.json</c>.</summary>
    public const string Reclaimed = "reclaimed";

    // An agent takes its machine back by itself at the instant of a reclaim; one that hangs is helped after this.
    private static readonly TimeSpan ReclaimGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3);

    // A process that is just being replaced by another program does not show its marker for a moment.
    private const int ClearLooks = 2;
    private static readonly TimeSpan EndRetry = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RecordsKept = TimeSpan.FromDays(1);

    private readonly string _boot = HostBoot.Name();

    /// <summary>Every machine of an owner.</summary>
    public ImmutableArray<MachineRow> Rows(string owner)
    {
        // The folders are read before the processes: an agent that was started in between is seen as alive, never one that is there as missing.
        var seen = new MachineFolders(root).All().Where(each => each.Record.Owner == owner)
            .Select(each => (each.Folder, each.Record, Gone: each.Folder.IsGone || IsOfEarlierBoot(each.Folder, each.Record), Agent: each.Folder.Agent())).ToArray();
        var now = time.GetUtcNow();
        var processes = seen.All(each => each.Gone) ? null : Scan(seen.Where(each => !each.Gone).Select(each => (each.Record, each.Agent)));
        var rows = ImmutableArray.CreateBuilder<MachineRow>(seen.Length);
        foreach (var (folder, record, gone, agent) in seen)
        {
            if (gone && folder.End() is { } end && now - end.At > RecordsKept)
            {
                limits.DropGroup(folder.Machine);
                folder.Forget();
                continue;
            }

            if (gone) processes?.Kill(record.Token);
            var status = gone || processes is null ? MachineRow.Gone : Settle(folder, record, agent, processes, now);
            rows.Add(Row(folder, record, status, agent is not null || folder.Agent() is not null));
        }

        return rows.ToImmutable();
    }

    /// <summary>Ends a machine for good. The caller holds the root's lock.</summary>
    public async Task EndAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Record() is not { } record)
        {
            folder.Forget();
            return;
        }

        if (folder.IsGone || IsOfEarlierBoot(folder, record))
        {
            folder.Strip();
            return;
        }

        var began = time.GetTimestamp();
        var clear = 0;
        while (clear < ClearLooks)
        {
            var processes = Scan([(record, folder.Agent())]);
            clear = processes.Of(record.Token).IsEmpty ? clear + 1 : 0;
            processes.Kill(record.Token, folder.Agent());

            // What cannot be killed now (it waits for a disk) is seen by the list, which finishes this.
            if (time.GetElapsedTime(began) > EndPatience) return;
            await Task.Delay(EndRetry, time, cancellationToken).ConfigureAwait(false);
        }

        WriteEnd(folder, time.GetUtcNow(), "terminated");
    }

    // The computer was restarted: whatever bears an old number now is somebody else.
    private bool IsOfEarlierBoot(MachineFolder folder, MachineRecord record)
    {
        if (record.Boot.Length == 0 || _boot.Length == 0 || record.Boot == _boot) return false;
        if (!folder.IsGone) WriteEnd(folder, HostBoot.At(time), "host restarted");
        return true;
    }

    private string Settle(MachineFolder folder, MachineRecord record, ProcessMark? agent, MarkedProcesses processes, DateTimeOffset now)
    {
        var ended = folder.End();
        var alive = processes.Of(record.Token);
        if (agent is null && alive.IsEmpty && ended is null) return MachineRow.Pending;
        var agentLives = agent is { } mark && processes.Has(record.Token, mark);
        var overdue = folder.Reclaim() is { } reclaim && now > reclaim.At + ReclaimGrace ? reclaim : null;
        if (!alive.IsEmpty)
        {
            if (agent is null) return MachineRow.Pending;
            if (agentLives && overdue is null) return ended is null ? MachineRow.Running : MachineRow.Ending;

            // Written down first: the guard of an agent that is killed here would say that the agent died, and a reclaim would look like a breakdown.
            if (overdue is not null) folder.WriteFirst(new MachineEnded { At = overdue.At, Why = Reclaimed });
            processes.Kill(record.Token, agent);
            return MachineRow.Ending;
        }

        // Twice, for the same reason as when a machine is ended.
        if (!Scan([(record, agent)]).Of(record.Token).IsEmpty) return MachineRow.Ending;
        WriteEnd(folder, now, "died");
        return MachineRow.Gone;
    }

    private static MarkedProcesses Scan(IEnumerable<(MachineRecord Record, ProcessMark? Agent)> machines) =>
        MarkedProcesses.Scan(machines.Where(each => each.Agent is not null).Select(each => KeyValuePair.Create(each.Record.Token, each.Agent.GetValueOrDefault())));

    private void WriteEnd(MachineFolder folder, DateTimeOffset now, string why)
    {
        try
        {
            WriteDown(folder, now, why);
        }
        catch (IOException)
        {
            // There may be no room for the word that it is gone. Its own files make room: none of its processes is left.
            folder.Strip();
            WriteDown(folder, now, why);
        }
    }

    private void WriteDown(MachineFolder folder, DateTimeOffset now, string why)
    {
        if (folder.End() is null)
        {
            // Nobody wrote why: if it was to be taken back by now, it was taken back, and nothing is owed from then on.
            var reclaimed = folder.Reclaim() is { } reclaim && reclaim.At <= now ? reclaim : null;
            folder.WriteFirst(reclaimed is null ? new MachineEnded { At = now, Why = why } : new MachineEnded { At = reclaimed.At, Why = Reclaimed });
        }

        folder.MarkGone();
        limits.DropGroup(folder.Machine);
    }

    private static MachineRow Row(MachineFolder folder, MachineRecord record, string status, bool started)
    {
        var end = status == MachineRow.Gone ? folder.End() : null;

        // A machine that never got as far as an agent was never let.
        DateTimeOffset? from = started ? record.BilledFrom : null;
        return new MachineRow
        {
            Machine = folder.Machine,
            Token = record.Token,
            Status = status,
            Reclaimed = end?.Why == Reclaimed,
            Why = end?.Why ?? "",
            Address = record.Address,
            BilledFrom = from,
            BilledTo = from is { } begin && end is not null ? Later(begin, end.At + TimeSpan.FromSeconds(record.ClockAheadSeconds)) : null,
            PriceNanoUsdPerHour = record.PriceNanoUsdPerHour,
            InstanceType = record.InstanceType,
            Purchase = record.Purchase,
            AcceleratorCount = record.AcceleratorCount,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
