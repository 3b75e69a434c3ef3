using System.Collections.Immutable;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Runs;

/// <summary>
/// The rule of runs that work on spot while a cheaper place may have come up: when it is looked, and what is made of the answer. A move stops the program
/// after it has saved; the next attempt starts when the checkpoints of this one are sealed, as after any other end.
/// </summary>
internal static class HopRules
{
    private static readonly TimeSpan LookSoonest = TimeSpan.FromSeconds(1);

    /// <summary>When a run that works on spot looks at the market next; null when it never does.</summary>
    public static DateTimeOffset? LookAt(Run run, RunPolicy policy)
    {
        if (run is not { Stop: null, Outcome: null, Job: { Checkpoint: not null, Rehearsal: null }, Attempt: { Stopping: null, RunningSince: { } since } attempt }) return null;
        if (!attempt.Slots[0].Quote.Offer.CanBeReclaimed || WorkEstimate.Of(run) is null) return null;
        var every = policy.LookBackEvery > LookSoonest ? policy.LookBackEvery : LookSoonest;
        return attempt.LookedBackAt is { } last ? last + every : since + Longer(every, Settle(run, policy));
    }

    /// <summary>Why a run on spot should move to a cheaper place; null when it should not, or when it is not the time to look.</summary>
    public static string? Move(RunDraft draft)
    {
        if (LookAt(draft.Run, draft.Policy) is not { } due) return null;
        if (draft.Now < due || draft.Input.Market is not { } market)
        {
            draft.LookAgain(draft.Now < due ? due : draft.Now + LookSoonest);
            return null;
        }

        draft.Run = draft.Run with { Attempt = draft.Run.Attempt! with { LookedBackAt = draft.Now } };
        draft.LookAgain(LookAt(draft.Run, draft.Policy)!.Value);
        var run = draft.Run;
        var (allowed, why) = DeadlineGuard.ReclaimableAllowed(run, draft.Policy, draft.Now);
        var context = new PlanContext { Cooling = run.Cooling, NoReclaimableBecause = allowed ? "" : why, RemainingWork = DeadlineGuard.WorkLeft(run) };
        if (!allowed || Planner.Plan(run.Job, market, context, draft.Now) is not Plan plan) return null;
        var payable = plan.Candidates.Where(candidate => BudgetGuard.Affords(run, candidate.Quote, draft.Input, draft.Now)).ToImmutableArray();
        if (payable.IsEmpty) return null;
        var question = SpotQuestion.Of(run, draft.Input, draft.Now, plan.Cooling, payable, holdsLasting: false);
        if (HopAdvisor.Advise(question, Held(draft)) is not PlacementAdvice.Take take) return null;

        // Where the task orders its wishes the next attempt goes to the first of them, whatever it costs.
        return run.Job is { WishesOrdered: true, Wishes.Length: > 1 } && payable[0].Quote.Offer.Key != take.Offer.Quote.Offer.Key ? null : take.Why;
    }

    private static HeldPlace Held(RunDraft draft)
    {
        var (run, policy) = (draft.Run, draft.Policy);
        var slot = run.Attempt!.Slots[0];
        var billed = slot.Meter.Rates is [.., var last] ? slot.Quote with { Rate = last.Rate } : slot.Quote;
        var place = SpotQuestion.Outlook(run, draft.Input, draft.Now, billed);
        return new HeldPlace(place, (draft.Now - (slot.UpAt ?? run.Attempt.DecidedAt)) * RunDraft.Pace(run.Attempt), policy.Grace + policy.StopPatience, Settle(run, policy), policy.MoveGain)
        {
            LeaveUsd = DataMoves.Of(run, draft.Input.Egress).SaveUsd(slot.Quote.Offer),
        };
    }

    private static TimeSpan Settle(Run run, RunPolicy policy) => policy.SettleStartUps * DeadlineGuard.StartUp(run, policy);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
