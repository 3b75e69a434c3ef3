using Haggle.Core.Runs;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// Promise 7, time: a deadline that on-demand machines from the start would have met is met. Where nothing but the market goes wrong, on-demand from the
/// start takes the work and one start-up at its slowest (slow calls, slow boots and clocks that disagree included); whoever has that much time must be done in time, however tempting the cheaper machines.
/// </summary>
internal sealed class DeadlineHolds(SimWorld world) : Invariant(world)
{
    /// <summary>Boot, agent, list, setup and the last save at their slowest, as the scenario draws them.</summary>
    private static readonly TimeSpan StartUpMost = TimeSpan.FromMinutes(5);

    /// <summary>The same where boots take up to four minutes, and every call to the provider up to twenty seconds.</summary>
    private static readonly TimeSpan SlowStartUpMost = TimeSpan.FromMinutes(9);

    public override string Promise => "the deadline holds";

    public override Task AtEndAsync()
    {
        var isSlow = World.Weather.SlowCalls > 0;
        if (!(World.Weather with { SlowCalls = 0 }).IsFair || World.Scenario.ServerGoneAt is not null) return Task.CompletedTask;
        foreach (var submission in World.Scenario.Submissions)
        {
            if (submission is not { Job: { Deadline: { } deadline, Budget: null }, Stop: null, Last: { } last, AcceptedAt: { } accepted }) continue;

            // The time limit of the task counts work that was lost to reclaims, too, and goes before the deadline.
            if (submission.WillFail || last.Outcome is RunOutcome.OutOfTime) continue;
            if (accepted + submission.Program.Work + (isSlow ? SlowStartUpMost : StartUpMost) > deadline) continue;
            if (last.Outcome is RunOutcome.Succeeded && last.EndedAt - TimeSpan.FromMinutes(3) <= deadline) continue;
            Break($"run {last.Id} had until {deadline:dd HH:mm:ss} for {submission.Program.Work} of work and ended as {last.Outcome} at {last.EndedAt:dd HH:mm:ss}");
        }

        return Task.CompletedTask;
    }
}
