using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 3, the result: a run that succeeded did finish, in its newest attempt; and no run is set aside as a bug.</summary>
internal sealed class OutcomesAreTrue(SimWorld world) : Invariant(world)
{
    public override string Promise => "outcomes are true";

    public override void Saved(RunChange change)
    {
        var run = change.Next;
        if (run.Outcome is RunOutcome.Quarantined) Break($"run {run.Id} is quarantined: {run.Reason}");
        if (run.Outcome is RunOutcome.Succeeded && !World.Scenario.Program(run.Id).Finished.Contains(run.Epoch))
            Break($"run {run.Id} succeeded in attempt {run.Epoch}, which never reached the end");
        if (run is { Phase: RunPhase.Ended, ExitCode: 0, Outcome: not RunOutcome.Succeeded }) Break($"run {run.Id} finished with exit code 0 and counts as {run.Outcome}");
        if (run is { Phase: RunPhase.Ended, Outcome: RunOutcome.Failed } && !World.Scenario.Program(run.Id).HasFailed && World.Weather.Refusals == 0)
            Break($"run {run.Id} failed, its program never did: {run.Reason}");
    }
}
