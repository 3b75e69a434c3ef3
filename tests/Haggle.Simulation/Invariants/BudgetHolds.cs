using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// Promise 7, money. Exactly: no attempt is decided once the truth owed has reached the budget; and where nothing fails between server and provider, the
/// whole bill is at most the budget, one billing step of each machine of the last attempt, and what those machines cost from the program's end until the
/// provider had them gone (its own time, which nobody can hurry), plus what a risen price added.
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
        if (!World.Weather.IsPunctual || World.Scenario.ServerGoneAt is not null) return Task.CompletedTask;
        foreach (var submission in World.Scenario.Submissions.Where(s => s.Job.Budget is not null && s.Run is not null))
        {
            var budget = submission.Job.Budget!.Value.NanoUsd;
            var machines = World.MachinesOf(submission.Run!.Value);
            var owed = machines.Sum(m => CloudMeter.OwedNano(m, World.Pump.Now));
            var allowed = budget;
            foreach (var machine in machines.Where(m => m.Rates.Count > 0)) allowed += Tail(machine);
            if (owed > allowed) Break($"run {submission.Run} cost {new Money(owed)} with a budget of {submission.Job.Budget}; at most {new Money(allowed)} was to be");
        }

        return Task.CompletedTask;
    }

    private long Tail(SimMachine machine)
    {
        var policy = World.Scenario.Policy;
        var tail = policy.StopPatience + policy.DrainPatience + machine.Fate.Ending + (2 * machine.Fate.Lag) + World.Cloud(machine).Traits.ListEvery;
        var dearest = machine.Rates.Max(r => r.Rate);
        return CloudMeter.StepNano(machine) + (dearest * tail).NanoUsd;
    }
}
