using System.Collections.Immutable;
using Haggle.Core.Policy;

namespace Haggle.Core.Runs;

/// <summary>
/// Decides what happens next with one run. Pure: the same run, input and instant give the same decision. The rules stand in three files: the live
/// attempt (<see cref="AttemptRules"/>), the search for a place (<see cref="PlacingRules"/>), and giving machines back (here).
/// </summary>
public static class RunDecider
{
    /// <summary>Decides. The decision's run has the version of the given one; whoever stores it adds one.</summary>
    /// <param name="run">The run, with everything that was heard folded in.</param>
    /// <param name="input">The rest of the world.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="InvariantException">The run's state can never be: a bug; it must be quarantined.</exception>
    public static Decision Decide(Run run, DeciderInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(input);
        if (run.Phase is RunPhase.Ended) return new Decision(run, [], [], null);
        Check(run);
        var draft = new RunDraft(run, input, now);
        if (draft.Run.Attempt is not null) AttemptRules.Apply(draft);
        if (draft.Run is { Attempt: null, Outcome: null }) PlacingRules.Apply(draft);
        GiveBack(draft);
        Close(draft);
        return draft.Finish();
    }

    /// <summary>Whether a run that is placed wants to know the market now, because a better place may have come up.</summary>
    public static bool LooksForBetter(Run run, RunPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        return SpotRules.LooksBack(run, policy, now) || HopRules.LookAt(run, policy) <= now;
    }

    /// <summary>Sets a run aside after a bug: nothing new is launched, every machine is given back.</summary>
    public static Run Quarantine(Run run, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        var slots = run.AllSlots.Where(s => s.MayExist).Select(s => s with { State = SlotState.Ending, EndingSince = s.EndingSince ?? now });
        return run with
        {
            Phase = RunPhase.Closing,
            Outcome = RunOutcome.Quarantined,
            Reason = "set aside because of a bug in Haggle: " + why,
            Attempt = null,
            Leaving = [.. slots],
            DueAt = now,
        };
    }

    /// <summary>Slots that are no longer needed move on from draining to ending; those that are gone are forgotten once booked.</summary>
    private static void GiveBack(RunDraft draft)
    {
        if (draft.Run.Leaving.IsEmpty) return;
        var leaving = ImmutableArray.CreateBuilder<Slot>(draft.Run.Leaving.Length);
        var mostDraining = BudgetGuard.GiveBackAt(draft.Run, draft.Input, draft.Now) ?? DateTimeOffset.MaxValue;
        foreach (var slot in draft.Run.Leaving)
        {
            var next = slot;
            if (next.State is SlotState.Draining && mostDraining < next.DrainUntil) next = next with { DrainUntil = mostDraining };
            if (next.State is SlotState.Draining && (next.DrainUntil <= draft.Now || draft.Run.Stop is StopWish.AtOnce))
                next = next with { State = SlotState.Ending, EndingSince = draft.Now };
            if (next.State is SlotState.Draining && next.DrainUntil is { } until) draft.LookAgain(until);
            leaving.Add(next);
        }

        if (!leaving.SequenceEqual(draft.Run.Leaving)) draft.Run = draft.Run with { Leaving = leaving.ToImmutable() };
        draft.Settle();
        draft.Run = draft.Run.Leaving.All(s => s.MayExist) ? draft.Run : draft.Run with { Leaving = [.. draft.Run.Leaving.Where(s => s.MayExist)] };
    }

    private static void Close(RunDraft draft)
    {
        if (draft.Run is not { Outcome: { } outcome, Attempt: null }) return;
        if (draft.Run.Leaving.IsEmpty)
        {
            draft.Run = draft.Run with { Phase = RunPhase.Ended, EndedAt = draft.Now };
            draft.Tell("ended", $"{outcome}: {draft.Run.Reason}; nothing is rented any more, {draft.Run.Spent} in all");
        }
        else if (draft.Run.Phase is not RunPhase.Closing)
        {
            draft.Run = draft.Run with { Phase = RunPhase.Closing };
        }
    }

    private static void Check(Run run)
    {
        InvariantException.ThrowUnless(run.Epoch >= 0 && run.SealedEpoch <= run.Epoch, "an epoch is sealed that never was");
        InvariantException.ThrowUnless(run.Attempt is null || run.Attempt.Epoch == run.Epoch, "the live attempt is not the newest");
        InvariantException.ThrowUnless(run.Attempt is null || run.Attempt.Slots.Length == run.Job.Nodes, "the gang has the wrong size");
        InvariantException.ThrowUnless(run.Outcome is null || run.Attempt is null || run.Attempt.Stopping is not null, "an attempt lives on after the outcome");
        var tokens = new HashSet<LaunchToken>();
        foreach (var slot in run.AllSlots) InvariantException.ThrowUnless(tokens.Add(slot.Token), $"token {slot.Token} is held twice");
    }
}
