using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 6: once all is over the ledger equals the provider's meter to the nano-dollar, machine by machine.</summary>
internal sealed class LedgerEqualsMeter(SimWorld world) : Invariant(world)
{
    public override string Promise => "the ledger equals the meter";

    public override async Task AtEndAsync()
    {
        if (World.Scenario.ServerGoneAt is not null) return;
        var lines = await World.Store.LedgerAsync(null, CancellationToken.None);
        var booked = lines.GroupBy(l => l.Token).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount.NanoUsd));
        var owedByRun = new SortedDictionary<long, long>();
        foreach (var machine in World.Machines)
        {
            var owed = CloudMeter.OwedNano(machine, World.Pump.Now);
            owedByRun[machine.Request.Run.Value] = owedByRun.GetValueOrDefault(machine.Request.Run.Value) + owed;
            booked.Remove(machine.Token, out var amount);
            if (amount != owed) Break($"{machine} owes {owed} nano-dollars, the ledger has {amount}");
        }

        foreach (var (token, amount) in booked) Break($"the ledger has {amount} nano-dollars for {token}, which never was");
        foreach (var submission in World.Scenario.Submissions.Where(s => s.Last is not null))
        {
            var owed = owedByRun.GetValueOrDefault(submission.Run!.Value.Value);
            if (submission.Last!.Spent.NanoUsd != owed) Break($"run {submission.Run} says it spent {submission.Last.Spent}, its machines owe {owed} nano-dollars");
        }
    }
}
