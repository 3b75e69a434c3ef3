using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 8: once faults stop, every run ends, and no machine is left.</summary>
internal sealed class EveryRunEnds(SimWorld world) : Invariant(world)
{
    public override string Promise => "every run ends";

    public override Task AtEndAsync()
    {
        if (World.Scenario.ServerGoneAt is not null) return Task.CompletedTask;
        foreach (var submission in World.Scenario.Submissions.Where(s => !s.IsOver))
            Break($"{submission.Key} is not over a day after all faults stopped: {submission.Last?.Phase}, {submission.Last?.Reason}");
        foreach (var machine in World.Machines.Where(m => m.IsAlive)) Break($"{machine} is {machine.Status} a day after all faults stopped");
        return Task.CompletedTask;
    }
}
