using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Policy;

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
        var candidates = Planner.Rank(run.Job, draft.Input.Market!, run.Cooling, allowed, draft.Now);
        var payable = candidates.FirstOrDefault(q => BudgetGuard.Affords(run, q, draft.Policy, draft.Now));
        if (payable is not null) Place(draft, payable, allowed ? "" : why);
        else if (candidates.Length > 0) draft.Conclude(RunOutcome.OutOfBudget, $"the rest of the budget of {run.Job.Budget} does not pay for {candidates[0].Offer.Key}");
        else WaitForOffers(draft);
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

    private static void WaitForOffers(RunDraft draft)
    {
        var again = draft.Now + LookForOffersEvery;
        var cooling = draft.Run.Cooling.Where(c => c.Value > draft.Now).ToArray();
        var temporary = cooling.Where(c => c.Value - draft.Now < TimeSpan.FromDays(1)).ToArray();
        if (cooling.Length > 0 && temporary.Length == 0)
        {
            draft.Conclude(RunOutcome.Failed, $"no offer is left: {draft.Run.Reason}");
            return;
        }

        if (temporary.Length > 0 && temporary.Min(c => c.Value) is var first && first < again) again = first;
        draft.LookAgain(again);
        draft.Because(temporary.Length > 0 ? $"waiting: {temporary.Length} offers have nothing to give at the moment" : "waiting: no offer fits");
    }

    private static void Place(RunDraft draft, Quote quote, string why)
    {
        var run = draft.Run;
        var epoch = run.Epoch + 1;
        var readyBy = draft.Now + draft.PatienceWith(quote.Offer.Provider).Boot;
        var slots = Enumerable.Range(0, run.Job.Nodes).Select(rank => new Slot
        {
            Epoch = epoch,
            Rank = rank,
            Token = LaunchToken.For(draft.Input.Owner, run.Id, epoch, rank),
            Quote = quote,
            IntendedAt = draft.Now,
            ReadyBy = readyBy,
        });
        draft.Run = run with
        {
            Epoch = epoch,
            Phase = RunPhase.Active,
            NotBefore = null,
            Attempt = new Attempt
            {
                Epoch = epoch,
                DecidedAt = draft.Now,
                Slots = [.. slots],
                RestoreFrom = [.. run.Checkpoints.TakeLast(draft.Policy.CheckpointsRemembered).Reverse()],
            },
        };
        draft.LookAgain(readyBy);
        var what = run.Job.Nodes == 1 ? $"{quote.Offer.Key}" : $"{run.Job.Nodes} x {quote.Offer.Key}";
        draft.Because($"attempt {epoch}: {what} at {quote.Rate}" + (why.Length > 0 ? $" ({why})" : ""));
    }
}
