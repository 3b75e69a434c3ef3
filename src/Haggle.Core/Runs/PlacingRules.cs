using System.Collections.Immutable;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Runs;

/// <summary>
/// The rules of a run without machines: whether it may go on at all, whether it must wait, and on which offer the next attempt is made. The
/// attempt and the intents to rent are part of the new state, on disk before anything is asked of a provider.
/// </summary>
internal static class PlacingRules
{
    private static readonly TimeSpan LookForOffersEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookForMarketEvery = TimeSpan.FromSeconds(5);

    public static void Apply(RunDraft draft)
    {
        if (Over(draft) || Waits(draft)) return;
        var run = draft.Run;
        var (allowed, why) = DeadlineGuard.ReclaimableAllowed(run, draft.Policy, draft.Now);
        var late = !allowed;
        if (late && SpotRules.OnDemandIsTooDear(draft)) (allowed, why) = (true, "");
        var context = new PlanContext
        {
            Cooling = run.Cooling,
            NoReclaimableBecause = allowed ? "" : why,
            RemainingWork = DeadlineGuard.WorkLeft(run),
            ShareLeft = ShareLeft(run),
        };
        var market = draft.Input.Seat is { } seat ? seat.Narrow(draft.Input.Market!) : draft.Input.Market!;
        switch (Planner.Plan(run.Job, market, context, draft.Now))
        {
            case WhyNot whyNot:
                WaitForOffers(draft, whyNot);
                break;
            case Plan plan when plan.Candidates.Where(c => BudgetGuard.Affords(run, c.Quote, draft.Input, draft.Now)).ToImmutableArray() is { IsEmpty: false } payable:
                if (SpotRules.Choose(draft, plan, payable, allowed ? "" : why) is { } chosen) Place(draft, chosen, late);
                break;
            case Plan { Cooling: var cooling } when SpotRules.WaitForSpot(draft, cooling):
                break;
            case Plan plan:
                draft.Conclude(RunOutcome.OutOfBudget, $"the rest of the budget of {run.Job.Budget} does not pay for {plan.Best.Quote.Offer.Key}");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // From the newest checkpoint on: what came after it is done again.
    private static double ShareLeft(Run run)
    {
        if (run.Progress?.Of is not (> 0 and var of) || run.Checkpoints.IsEmpty) return 1;
        return Math.Clamp((of - run.Checkpoints[^1].Step) / (double)of, 0, 1);
    }

    private static bool Over(RunDraft draft)
    {
        var run = draft.Run;
        if (run.Stop is not null) draft.Conclude(RunOutcome.Stopped, "stopped by the user");
        else if (run.Job.Budget is { } budget && RunLedger.Owed(run, draft.Now) >= budget && budget > Units.Money.Zero)
            draft.Conclude(RunOutcome.OutOfBudget, $"the budget of {budget} is used up");
        else if (run.Job.MaxDuration is { } most && run.RanBefore >= most) draft.Conclude(RunOutcome.OutOfTime, $"it ran for its {Words.Duration(most)}");
        return draft.Run.Outcome is not null;
    }

    private static bool Waits(RunDraft draft)
    {
        var run = draft.Run;
        if (run.Job.Checkpoint is not null && run.SealedEpoch < run.Epoch)
        {
            draft.LookAgain(draft.Now + LookForMarketEvery);
            return true;
        }

        if (run.NotBefore is { } notBefore && notBefore > draft.Now)
        {
            draft.LookAgain(notBefore);
            return true;
        }

        if (draft.Input.Market is not null) return false;
        draft.LookAgain(draft.Now + LookForMarketEvery);
        return true;
    }

    private static void WaitForOffers(RunDraft draft, WhyNot whyNot)
    {
        // What was refused for good stays refused: waiting for it would be waiting for ever.
        if (whyNot.RetryAt is { } retry && retry - draft.Now > TimeSpan.FromDays(1))
        {
            draft.Conclude(RunOutcome.Failed, $"no offer is left: {draft.Run.Reason}");
            return;
        }

        if (SpotRules.WaitForSpot(draft, whyNot.Cooling)) return;
        if (draft.Input.Seat is { Quotes.IsEmpty: true } seat)
        {
            draft.LookAgain(draft.Now + LookForMarketEvery);
            draft.Because($"waiting: place {seat.Place} in the queue for own machines: {seat.Reason}");
            return;
        }

        // A provider that did not answer may offer what is wanted: that is no reason to sit out a whole round.
        var silent = draft.Input.Market!.Silent;
        var again = draft.Now + (silent.IsEmpty ? LookForOffersEvery : LookForMarketEvery);
        draft.LookAgain(whyNot.RetryAt is { } at && at < again ? at : again);
        draft.Because(silent.IsEmpty ? $"waiting: {whyNot.Reason}" : $"waiting: {whyNot.Reason}; no prices from {string.Join(", ", silent)} yet");
    }

    private static void Place(RunDraft draft, Candidate chosen, bool late)
    {
        var run = draft.Run;
        var quote = chosen.Quote;
        var epoch = run.Epoch + 1;

        // A gang in a pool may have a part of another machine for each node.
        var seats = draft.Input.Seat is { } seat && seat.Provider == quote.Offer.Provider && seat.Quotes.Length == run.Job.Nodes ? seat.Quotes : [];
        var readyBy = draft.Now + draft.Input.PatienceWith(quote.Offer.Provider).Boot;
        var slots = Enumerable.Range(0, run.Job.Nodes).Select(rank => new Slot
        {
            Epoch = epoch,
            Rank = rank,
            Token = LaunchToken.For(draft.Input.Owner, run.Id, epoch, rank),
            Quote = seats.IsEmpty ? quote : seats[rank],
            IntendedAt = draft.Now,
            ReadyBy = readyBy,
        });
        draft.Run = run with
        {
            Epoch = epoch,
            Phase = RunPhase.Active,
            NotBefore = null,
            SpotWait = null,
            Attempt = new Attempt
            {
                Epoch = epoch,
                DecidedAt = draft.Now,
                Slots = [.. slots],
                AgainstDeadline = late && quote.Offer.CanBeReclaimed,
                StagedBytes = DataMoves.Of(run, draft.Input.Egress).StagedBytes,
                RestoreFrom = [.. run.Checkpoints.TakeLast(draft.Policy.CheckpointsRemembered).Reverse()],
            },
        };
        draft.LookAgain(readyBy);
        var spread = seats.Select(each => each.Offer.Key).Distinct().ToArray();
        var what = spread.Length > 1 ? string.Join(" + ", spread) : run.Job.Nodes == 1 ? $"{quote.Offer.Key}" : $"{run.Job.Nodes} x {quote.Offer.Key}";
        draft.Because($"attempt {epoch}: {what} at {quote.Rate} ({chosen.Reason})");
    }
}
