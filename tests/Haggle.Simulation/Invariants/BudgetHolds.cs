using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// Promise 7, money. No attempt is decided once the truth owed has reached the budget; and where calls to the provider arrive and the server lives, the whole
/// bill is at most the budget: not even the one billing step that the promise allows is begun. What is added is only what nobody could know: how much a price
/// that had risen cost more until the provider's list showed it and the machine was gone.
/// </summary>
internal sealed class BudgetHolds(SimWorld world) : Invariant(world)
{
    private readonly Dictionary<RunId, int> _epochs = [];

    public override string Promise => "the budget holds";

    public override void Saved(RunChange change)
    {
        var run = change.Next;
        if (_epochs.GetValueOrDefault(run.Id) == run.Epoch) return;
        _epochs[run.Id] = run.Epoch;
        if (World.Submission(run.Id)?.Job.Budget is not { } budget) return;
        var owed = World.MachinesOf(run.Id).Where(m => m.Request.Epoch < run.Epoch && m.BilledTo < World.Pump.Now - World.Cloud(m).Traits.ListLag)
            .Sum(m => CloudMeter.OwedNano(m, World.Pump.Now));
        if (owed >= budget.NanoUsd) Break($"run {run.Id} begins attempt {run.Epoch} though {new Money(owed)} of its {budget} is owed");
    }

    public override Task AtEndAsync()
    {
        if (!World.Weather.ReachesProviders || World.Scenario.ServerGoneAt is not null) return Task.CompletedTask;
        foreach (var submission in World.Scenario.Submissions.Where(s => s.Job.Budget is not null && s.Run is not null))
        {
            var machines = World.MachinesOf(submission.Run!.Value).Where(m => m.Rates.Count > 0).ToArray();
            if (machines.Length == 0) continue;
            var owed = machines.Sum(m => CloudMeter.OwedNano(m, World.Pump.Now));
            var allowed = submission.Job.Budget!.Value.NanoUsd + machines.Sum(Surprise);
            if (owed > allowed) Break($"run {submission.Run} cost {new Money(owed)} with a budget of {submission.Job.Budget}; at most {new Money(allowed)} was to be");
        }

        return Task.CompletedTask;
    }

    /// <summary>What rises of the price added while they were not in the list yet, and from then on until the machine was gone.</summary>
    private long Surprise(SimMachine machine)
    {
        var traits = World.Cloud(machine).Traits;
        var unknown = machine.Fate.Lag + traits.ListEvery + traits.ListGap + traits.EndingBilled;
        var known = machine.Request.Quote.Rate;
        var added = 0L;
        foreach (var change in machine.Rates)
        {
            if (change.Rate > known) added += (new HourlyRate(change.Rate.PerHour - known.PerHour) * unknown).NanoUsd;
            known = change.Rate;
        }

        return added;
    }
}
