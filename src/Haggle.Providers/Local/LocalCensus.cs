using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Local;

/// <summary>
/// Says which machines there are, and ends them. A machine is gone when no process of it lives, and then it is written down, so that the word never
/// changes. The agent is to its machine what the first process is to a container: when it dies, the rest is ended.
/// </summary>
internal sealed class LocalCensus(string root, MachineLimits limits, TimeProvider time)
{
    // An agent takes its machine back by itself at the instant of a reclaim; one that hangs is helped after this.
    private static readonly TimeSpan ReclaimGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3);

    // A process that is just being replaced by another program does not show its marker for a moment.
    private const int ClearLooks = 2;
    private static readonly TimeSpan EndRetry = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RecordsKept = TimeSpan.FromDays(1);

    /// <summary>Every machine of an owner.</summary>
    public ImmutableArray<MachineFact> Facts(OwnerId owner)
    {
        // The folders are read before the processes: an agent that was started in between is seen as alive, never one that is there as missing.
        var seen = new MachineFolders(root).All().Where(each => each.Record.Owner == owner.Value)
            .Select(each => (each.Folder, each.Record, Gone: each.Folder.IsGone, Agent: each.Folder.Agent())).ToArray();
        var now = time.GetUtcNow();
        var processes = seen.All(each => each.Gone) ? null : Scan(seen.Where(each => !each.Gone).Select(each => (each.Record, each.Agent)));
        var facts = ImmutableArray.CreateBuilder<MachineFact>(seen.Length);
        foreach (var (folder, record, gone, agent) in seen)
        {
            if (gone && folder.End() is { } end && now - end.At > RecordsKept)
            {
                limits.DropGroup(folder.Machine);
                folder.Forget();
                continue;
            }

            if (gone) processes?.Kill(record.Token);
            var status = gone || processes is null ? MachineStatus.Gone : Settle(folder, record, agent, processes, now);
            facts.Add(Fact(folder, record, status, agent is not null || folder.Agent() is not null));
        }

        return facts.ToImmutable();
    }

    /// <summary>Ends a machine for good. The caller holds the root's lock.</summary>
    public async Task EndAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Record() is not { } record)
        {
            folder.Forget();
            return;
        }

        if (folder.IsGone)
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

    private MachineStatus Settle(MachineFolder folder, MachineRecord record, ProcessMark? agent, MarkedProcesses processes, DateTimeOffset now)
    {
        var ended = folder.End();
        var alive = processes.Of(record.Token);
        if (agent is null && alive.IsEmpty && ended is null) return MachineStatus.Pending;
        var agentLives = agent is { } mark && processes.Has(record.Token, mark);
        var overdue = folder.Reclaim() is { } reclaim && now > reclaim.At + ReclaimGrace ? reclaim : null;
        if (!alive.IsEmpty)
        {
            if (agent is null) return MachineStatus.Pending;
            if (agentLives && overdue is null) return ended is null ? MachineStatus.Running : MachineStatus.Ending;

            // Written down first: the guard of an agent that is killed here would say that the agent died, and a reclaim would look like a breakdown.
            if (overdue is not null) folder.WriteFirst(new MachineEnded { At = overdue.At, Why = ReclaimPlan.Reclaimed });
            processes.Kill(record.Token, agent);
            return MachineStatus.Ending;
        }

        // Twice, for the same reason as when a machine is ended.
        if (!Scan([(record, agent)]).Of(record.Token).IsEmpty) return MachineStatus.Ending;
        WriteEnd(folder, now, "died");
        return MachineStatus.Gone;
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
            folder.WriteFirst(reclaimed is null ? new MachineEnded { At = now, Why = why } : new MachineEnded { At = reclaimed.At, Why = ReclaimPlan.Reclaimed });
        }

        folder.MarkGone();
        limits.DropGroup(folder.Machine);
    }

    private static MachineFact Fact(MachineFolder folder, MachineRecord record, MachineStatus status, bool started)
    {
        var end = status == MachineStatus.Gone ? folder.End() : null;

        // A machine that never got as far as an agent was never let.
        DateTimeOffset? from = started ? record.BilledFrom : null;
        return new MachineFact
        {
            Machine = folder.Machine,
            Token = new LaunchToken(record.Token),
            Status = status,
            Reclaimed = end?.Why == ReclaimPlan.Reclaimed,
            Address = record.Address,
            BilledFrom = from,
            BilledTo = from is { } begin && end is not null ? Later(begin, end.At) : null,
            Rates = from is { } since ? [new RateChange(since, new HourlyRate(new Money(record.PriceNanoUsdPerHour)))] : [],
            InstanceType = record.InstanceType,
            Purchase = Enum.Parse<Purchase>(record.Purchase),
            AcceleratorCount = record.AcceleratorCount,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
