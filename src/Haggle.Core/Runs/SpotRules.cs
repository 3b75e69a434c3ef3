using System.Collections.Immutable;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Runs;

/// <summary>
/// The rules of runs that could go on spot or on demand: which one, whether to wait, when to come back. What is asked and what is made of the answer stands
/// here; the thinking stands in <see cref="PlacementAdvisor"/>.
/// </summary>
internal static class SpotRules
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TellSoonest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookSoonest = TimeSpan.FromSeconds(1);

    /// <summary>The candidate to take, with why; null when it is waited.</summary>
    /// <param name="draft">The run.</param>
    /// <param name="plan">The offers that fit.</param>
    /// <param name="payable">Those of them that the budget pays for, the best first; at least one.</param>
    /// <param name="noSpot">Why spot is out of the question because of the deadline; "" when it is not.</param>
    public static Candidate? Choose(RunDraft draft, Plan plan, ImmutableArray<Candidate> payable, string noSpot)
    {
        var first = payable[0];
        var question = Ask(draft, plan.Cooling, payable, holdsLasting: false);
        if (!PlacementAdvisor.IsPossible(question) && !PlacementAdvisor.IsTooDearOnDemand(question)) return Impossible(question, payable);
        if (noSpot.Length > 0)
        {
            var quick = PlacementAdvisor.InTime(question) is { } inTime ? payable.First(candidate => candidate.Quote.Offer.Key == inTime.Quote.Offer.Key) : first;
            return quick with { Reason = $"{(quick == first ? first.Reason : "the cheapest that is fast enough for the deadline")}; {noSpot}" };
        }

        var isOrdered = draft.Run.Job is { WishesOrdered: true, Wishes.Length: > 1 };
        if (!isOrdered && question.Spot.IsEmpty) return WithItsData(question, payable);
        if (isOrdered || (question.Lasting.IsEmpty && question.Spot.Length == 1)) return first;
        switch (PlacementAdvisor.Advise(question))
        {
            case PlacementAdvice.Take take:
                var taken = payable.First(candidate => candidate.Quote.Offer.Key == take.Offer.Quote.Offer.Key);
                return question.Lasting.IsEmpty ? taken : taken with { Reason = take.Why };
            case PlacementAdvice.Wait wait:
                Wait(draft, wait.Why, draft.Now + (wait.AtMost / Pace(draft.Run)), plan.Cooling);
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Waits where nothing at all can be had: what is said about spot is more than that it cools. False when no spot offer cools.</summary>
    public static bool WaitForSpot(RunDraft draft, ImmutableArray<CoolingOffer> cooling)
    {
        var question = Ask(draft, cooling, [], holdsLasting: false);
        if (question.Spot.IsEmpty || PlacementAdvisor.Advise(question) is not PlacementAdvice.Wait wait) return false;
        Wait(draft, wait.Why, draft.Now + TimeSpan.FromMinutes(1), cooling);
        return true;
    }

    /// <summary>Whether a run on demand should look for spot now: only then is the market asked.</summary>
    public static bool LooksBack(Run run, RunPolicy policy, DateTimeOffset now) => LookBackAt(run, policy) <= now;

    /// <summary>Why a run on demand should go back to spot; null when it should not, or when it is not the time to look.</summary>
    public static string? LookBack(RunDraft draft)
    {
        if (LookBackAt(draft.Run, draft.Policy) is not { } due) return null;
        if (draft.Now < due || draft.Input.Market is not { } market)
        {
            draft.LookAgain(draft.Now < due ? due : draft.Now + LookSoonest);
            return null;
        }

        var run = draft.Run;
        draft.Run = run with { Attempt = run.Attempt! with { LookedBackAt = draft.Now } };
        draft.LookAgain(LookBackAt(draft.Run, draft.Policy)!.Value);
        var context = new PlanContext { Cooling = run.Cooling, RemainingWork = DeadlineGuard.WorkLeft(run) };
        if (Planner.Plan(run.Job, market, context, draft.Now) is not Plan plan) return null;
        var payable = plan.Candidates.Where(candidate => BudgetGuard.Affords(run, candidate.Quote, draft.Input, draft.Now)).ToImmutableArray();
        // Where the task orders its wishes, a later one is not worth a move: the next attempt would go to the first all the same.
        if (run.Job is { WishesOrdered: true, Wishes.Length: > 1 } && !payable.IsEmpty)
            payable = [.. payable.Where(candidate => candidate.Wish == payable[0].Wish || !candidate.Quote.Offer.CanBeReclaimed)];
        var question = Ask(draft, plan.Cooling, payable, holdsLasting: true);
        return PlacementAdvisor.Advise(question) is PlacementAdvice.Take take ? take.Why : null;
    }

    /// <summary>
    /// Why a program that runs on spot must leave it for the deadline's sake: its progress was slower than expected, so that a reclaim would no longer leave
    /// time for a start on demand; null while it need not.
    /// </summary>
    public static string? LeaveSpot(RunDraft draft)
    {
        var run = draft.Run;
        if (run is not { Job.Deadline: { } deadline, Attempt: { RunningSince: not null } attempt } || !attempt.Slots[0].Quote.Offer.CanBeReclaimed || attempt.AgainstDeadline) return null;
        if (run.Job.Checkpoint is not { } checkpoint || WorkEstimate.Of(run) is not { } work) return null;
        draft.LookAgain(draft.Now + Least(draft.Policy.LookBackEvery / Pace(run), LookSoonest));
        var spare = ((deadline - draft.Now) * Pace(run)) - work.Most;
        var start = DeadlineGuard.StartUp(run, draft.Policy);
        // Too little for a move, or hardly anything left to do: where it is, is the best chance.
        if (spare < start || work.Most < 2 * start || draft.Policy.ReserveStartUps < 1.5) return null;
        return spare < checkpoint.Every + (1.5 * start) ? $"to on demand: {Words.Duration(spare)} of slack left, too little to be taken back once more" : null;

        static TimeSpan Least(TimeSpan wanted, TimeSpan soonest) => wanted > soonest ? wanted : soonest;
    }

    // Only on demand is to be had: where the data costs something, the cheapest machine need not be the cheapest place.
    private static Candidate WithItsData(PlacementQuestion question, ImmutableArray<Candidate> payable)
    {
        var first = payable[0];
        if (question.Lasting.All(offer => Phrases.Data(offer).Length == 0)) return first;
        var best = question.Lasting.MinBy(offer => offer.UsdPerHourOfWork(question.Work?.Expected))!;
        var chosen = payable.First(candidate => candidate.Quote.Offer.Key == best.Quote.Offer.Key);
        var why = chosen == first ? first.Reason : $"the cheapest of {payable.Length} with what the data costs";
        return chosen with { Reason = why + Phrases.Data(best) };
    }

    /// <summary>Whether the budget does not pay for the rest of the work on demand, so that the deadline is no reason to pay for it.</summary>
    public static bool OnDemandIsTooDear(RunDraft draft)
    {
        if (draft.Run.Job is not { Budget: not null, Deadline: not null } || draft.Input.Market is not { } market) return false;
        var context = new PlanContext { Cooling = draft.Run.Cooling, RemainingWork = DeadlineGuard.WorkLeft(draft.Run) };
        return Planner.Plan(draft.Run.Job, market, context, draft.Now) is Plan plan && PlacementAdvisor.IsTooDearOnDemand(Ask(draft, plan.Cooling, plan.Candidates, holdsLasting: false));
    }

    private static Candidate Impossible(PlacementQuestion question, ImmutableArray<Candidate> payable)
    {
        var (left, work, fastest) = (question.Left!.Value, question.Work!.Expected, PlacementAdvisor.InTime(question)!);
        return payable.First(candidate => candidate.Quote.Offer.Key == fastest.Quote.Offer.Key) with
        {
            Reason = $"the deadline cannot be met: {Words.Duration(work / fastest.Speed)} of work and a start-up of {Words.Duration(fastest.Start)}, {Words.Duration(left)} left; this is the fastest that fits",
        };
    }

    private static PlacementQuestion Ask(RunDraft draft, ImmutableArray<CoolingOffer> cooling, ImmutableArray<Candidate> payable, bool holdsLasting) =>
        SpotQuestion.Of(draft.Run, draft.Input, draft.Now, cooling, payable, holdsLasting);

    private static void Wait(RunDraft draft, string why, DateTimeOffset atMost, ImmutableArray<CoolingOffer> cooling)
    {
        var wait = draft.Run.SpotWait;
        var every = TellEvery / Pace(draft.Run);
        var isNews = wait is null || draft.Now - wait.ToldAt >= (every > TellSoonest ? every : TellSoonest);
        draft.Run = draft.Run with { SpotWait = new SpotWait(wait?.Since ?? draft.Now, isNews ? draft.Now : wait!.ToldAt) };
        if (isNews) draft.Because(why);
        var again = cooling.Where(each => each.Quote.Offer.CanBeReclaimed).Select(each => each.Until).Append(atMost).Min();
        draft.LookAgain(again > draft.Now ? again : draft.Now + LookSoonest);
    }

    private static DateTimeOffset? LookBackAt(Run run, RunPolicy policy)
    {
        if (run is not { Stop: null, Job.Checkpoint: not null, Attempt: { Stopping: null, RunningSince: { } since } attempt }) return null;
        if (attempt.Slots[0].Quote is not { Offer.CanBeReclaimed: false } quote || quote.Rate == Units.HourlyRate.Free) return null;
        if (run.Job.Deadline is null && WorkEstimate.Of(run) is null) return null;
        var every = policy.LookBackEvery / Pace(run);
        return (attempt.LookedBackAt ?? since) + (every > LookSoonest ? every : LookSoonest);
    }

    private static int Pace(Run run) => Math.Max(1, run.Job.Rehearsal?.Pace ?? 1);
}
