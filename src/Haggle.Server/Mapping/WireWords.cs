using System.Diagnostics;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Server.Mapping;

/// <summary>The stable words of the API for Core's enumerations: the only place where the two meet.</summary>
internal static class WireWords
{
    public static string Of(Purchase purchase) => purchase switch
    {
        Purchase.OnDemand => "on-demand",
        Purchase.Spot => "spot",
        Purchase.Bid => "bid",
        Purchase.ReservedOneYear => "reserved-1y",
        Purchase.ReservedThreeYears => "reserved-3y",
        Purchase.Managed => "managed",
        Purchase.FreeTier => "free-tier",
        Purchase.Owned => "owned",
        Purchase.SavingsPlanOneYear => "savings-1y",
        Purchase.SavingsPlanThreeYears => "savings-3y",
        _ => throw new UnreachableException(),
    };

    public static string Of(SlotState state) => state switch
    {
        SlotState.Intended => "intended",
        SlotState.Launched => "launched",
        SlotState.Ready => "ready",
        SlotState.Draining => "draining",
        SlotState.Ending => "ending",
        SlotState.Gone => "gone",
        SlotState.NeverBorn => "never-born",
        _ => throw new UnreachableException(),
    };

    public static string Of(AgentPhase phase) => phase switch
    {
        AgentPhase.Idle => "idle",
        AgentPhase.NeedsBundle => "needs-bundle",
        AgentPhase.SettingUp => "setting-up",
        AgentPhase.Running => "running",
        AgentPhase.Stopping => "stopping",
        AgentPhase.Ended => "ended",
        _ => throw new UnreachableException(),
    };

    public static string Of(AttemptEnd end) => end switch
    {
        AttemptEnd.Finished => "finished",
        AttemptEnd.Failed => "failed",
        AttemptEnd.Reclaimed => "reclaimed",
        AttemptEnd.MachineDied => "machine-died",
        AttemptEnd.Unreachable => "unreachable",
        AttemptEnd.NoCapacity => "no-capacity",
        AttemptEnd.Refused => "refused",
        AttemptEnd.Mismatch => "mismatch",
        AttemptEnd.NeverReady => "never-ready",
        AttemptEnd.UserStop => "user-stop",
        AttemptEnd.Budget => "budget",
        AttemptEnd.TimeLimit => "time-limit",
        AttemptEnd.Moved => "moved",
        AttemptEnd.Quarantine => "quarantine",
        _ => throw new UnreachableException(),
    };

    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.Failed => "failed",
        RunOutcome.Stopped => "stopped",
        RunOutcome.OutOfBudget => "out-of-budget",
        RunOutcome.OutOfTime => "out-of-time",
        RunOutcome.Quarantined => "quarantined",
        _ => throw new UnreachableException(),
    };

    /// <summary>Where a run stands, in one word for people.</summary>
    public static string PhaseOf(Run run) => run switch
    {
        { Phase: RunPhase.Ended } => "ended",
        { Outcome: RunOutcome.Quarantined } => "quarantined",
        { Phase: RunPhase.Closing } => "closing",
        { Attempt.Stopping: not null } => "stopping",
        { Attempt.RunningSince: not null } => "running",
        { Attempt: { } attempt } when attempt.Slots.All(s => s.State is SlotState.Ready) => "setting-up",
        { Attempt: not null } => "launching",
        { Epoch: > 0 } => "recovering",
        _ => "placing",
    };
}
