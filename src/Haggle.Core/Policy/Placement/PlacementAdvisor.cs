using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// Decides where a run goes: on spot and in which zone, waiting, on demand, or back. With a deadline it looks up a plan made by dynamic programming
/// (<see cref="SpotPlanner"/>) for the market at hand; without one it takes what is expected to cost least, with bounded patience. Pure.
/// </summary>
public static class PlacementAdvisor
{
    /// <summary>While it is waited, the market is looked at again at least this often.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);

    /// <summary>Advises.</summary>
    /// <param name="question">Where the run stands.</param>
    public static PlacementAdvice Advise(PlacementQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var work = question.Work?.Expected;
        var spot = question.Spot.Where(zone => zone.IsUp).MinBy(zone => zone.UsdPerHourOfWork(work) * (question.HoldsLasting ? 2 - zone.ChanceUp : 1));
        var lasting = question.Lasting.MinBy(offer => offer.UsdPerHourOfWork(work));
        if (question.HoldsLasting && (spot is null || lasting is null)) return new PlacementAdvice.Stay { Why = "no spot machine is known to be there" };
        if (lasting is null) return spot is null ? Wait(question, LookEvery) : Take(question, spot, "nothing else fits");
        if (question.Spot.IsEmpty) return new PlacementAdvice.Take(lasting) { Why = "no spot offer fits" };
        if (BudgetAdvisor.RulesOutOnDemand(question)) return BudgetAdvisor.Advise(question, spot);
        return question.Left is { } left ? WithDeadline(question, left, spot, lasting) : WithoutDeadline(question, spot, lasting);
    }

    /// <summary>Whether the deadline can be met at all, by the fastest offer that lasts.</summary>
    public static bool IsPossible(PlacementQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question is not { Left: { } left, Work: { } work } || question.Lasting.IsEmpty) return true;
        return question.Lasting.Min(offer => offer.Start + (work.Expected / offer.Speed)) <= left;
    }

    /// <summary>Whether the budget is not expected to pay for the rest of the work on demand, so that on-demand is no way to the end.</summary>
    public static bool IsTooDearOnDemand(PlacementQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return !question.Lasting.IsEmpty && BudgetAdvisor.RulesOutOnDemand(question);
    }

    /// <summary>The cheapest offer that lasts and is fast enough for the deadline; where none is, the fastest; null when nothing lasts.</summary>
    public static ZoneOutlook? InTime(PlacementQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var work = question.Work?.Most;
        if (question.Left is not { } left || work is not { } most) return question.Lasting.MinBy(offer => offer.UsdPerHourOfWork(work));
        return question.Lasting.Where(offer => offer.Start + (most / offer.Speed) <= left).MinBy(offer => offer.UsdPerHourOfWork(most))
            ?? question.Lasting.MinBy(offer => offer.Start + (most / offer.Speed));
    }

    private static PlacementAdvice WithDeadline(PlacementQuestion question, TimeSpan left, ZoneOutlook? spot, ZoneOutlook lasting)
    {
        if (question.Work is not { } known) return Pay(question, lasting, "how much work is left is not known yet, and there is a deadline");
        lasting = InTime(question)!;
        if (!IsPossible(question))
            return Pay(question, lasting, $"the deadline cannot be met: {Phrases.Time(known.Expected / lasting.Speed)} of work, {Phrases.Time(left)} left; this is the fastest that fits");
        var work = new WorkEstimate(known.Expected / lasting.Speed, known.Most / lasting.Speed);
        if (spot is not null && spot.UsdPerHourOfWork(work.Expected) >= lasting.UsdPerHourOfWork(work.Expected)) return Pay(question, lasting, "spot is no cheaper for what is left to do");
        var spare = left - work.Most;
        var reserve = question.Reserve + (question.HoldsLasting ? lasting.Start : TimeSpan.Zero);
        if (spare < reserve) return Pay(question, lasting, $"{Phrases.Time(spare)} of slack left: no time for a reclaim");

        // The guard counts with the most work, the plan with the mean: it would never wait if every job were taken for its worst.
        var ruler = PlanRuler.For(question, left, work.Expected, spot, lasting);
        if (ruler is null) return Pay(question, lasting, "spot is no cheaper");
        var hope = left - work.Expected;
        var wish = ruler.Wish(left, hope, question.HoldsLasting);
        if (question.HoldsLasting && wish.IsSpot && !PaysToTry(spot!, lasting, work.Expected)) return Doubt(spot!);
        if (wish.IsSpot && spot is not null)
            return Take(question, spot, $"{Phrases.Time(spare)} of slack left, {Phrases.Saving(spot, lasting, work.Expected)} under on-demand");
        if (wish.IsIdle) return Wait(question, Least(LookEvery, spare - question.Reserve));
        var wait = ruler.WaitAbove(left, hope) - (work.Most - work.Expected);
        return Pay(question, lasting, wait is { } enough
            ? $"{Phrases.Time(spare)} of slack left: waiting for spot pays above {Phrases.Time(enough)}"
            : $"{Phrases.Time(spare)} of slack left, and spot is not expected to last");
    }

    private static PlacementAdvice WithoutDeadline(PlacementQuestion question, ZoneOutlook? spot, ZoneOutlook lasting)
    {
        var work = question.Work?.Expected;
        var paid = lasting.UsdPerHourOfWork(work);
        if (spot is not null && spot.UsdPerHourOfWork(work) < paid)
        {
            if (!question.HoldsLasting) return Take(question, spot, $"{Phrases.Saving(spot, lasting, work)} under on-demand");
            // Moving costs a start-up at both prices; only known work can tell whether that comes back.
            var saved = work is { } left ? (paid - spot.UsdPerHourOfWork(left)) * left.TotalHours : 0;
            if (saved <= 2 * lasting.HourlyUsd * lasting.Start.TotalHours) return new PlacementAdvice.Stay { Why = "moving would cost more than it saves" };
            return PaysToTry(spot, lasting, work) ? Take(question, spot, $"{Phrases.Saving(spot, lasting, work)} under on-demand") : Doubt(spot);
        }

        if (spot is not null || question.HoldsLasting) return Pay(question, lasting, "spot is no cheaper");
        var next = question.Spot.MinBy(zone => zone.Return)!;
        var saving = (paid - (next with { IsUp = true }).UsdPerHourOfWork(work)) * Least(work ?? TimeSpan.FromHours(1), next.Life).TotalHours;
        if (saving <= 0) return Pay(question, lasting, "spot would be no cheaper if it came back");
        if (question.HourOfTimeUsd is { } worth && worth * next.Return.TotalHours > saving)
            return Pay(question, lasting, $"spot is expected back in {Phrases.Time(next.Return)}, and that time is worth more than the saving");
        if (question.HourOfTimeUsd is null && question.Patience <= TimeSpan.Zero) return Pay(question, lasting, "waited for spot long enough");
        return Wait(question, question.HourOfTimeUsd is null ? Least(LookEvery, question.Patience) : LookEvery);
    }

    // What moving saves while spot lasts (the start-up of the machine that is held is paid already), against what it costs when spot is not there: two start-ups.
    // Half of that is asked for in any case, so that a run does not move for cents.
    private static bool PaysToTry(ZoneOutlook spot, ZoneOutlook lasting, TimeSpan? work)
    {
        var hours = Least(work ?? TimeSpan.FromHours(1), spot.Life).TotalHours;
        var held = lasting.HourlyUsd / ((1 - lasting.Overhead) * lasting.Speed);
        var gain = (held - spot.UsdPerHourOfWork(work)) * hours;
        var loss = lasting.HourlyUsd * (lasting.Start + spot.Start).TotalHours;
        return spot.ChanceUp * gain > (2.5 - (2 * spot.ChanceUp)) * loss;
    }

    private static PlacementAdvice.Stay Doubt(ZoneOutlook spot) =>
        new() { Why = FormattableString.Invariant($"spot is back with a chance of {spot.ChanceUp * 100:0} %, which is not worth a move for the work that is left") };

    internal static PlacementAdvice Take(PlacementQuestion question, ZoneOutlook spot, string why)
    {
        var lasts = spot.Life < TimeSpan.FromDays(300) ? $"expected to last {Phrases.Time(spot.Life)}; " : "";
        return new PlacementAdvice.Take(spot) { Why = (question.HoldsLasting ? "back to spot: " : "spot: ") + lasts + why + Phrases.Data(spot) };
    }

    private static PlacementAdvice Pay(PlacementQuestion question, ZoneOutlook lasting, string why) =>
        question.HoldsLasting ? new PlacementAdvice.Stay { Why = why } : new PlacementAdvice.Take(lasting) { Why = $"on demand: {why}{Phrases.Data(lasting)}" };

    internal static PlacementAdvice.Wait Wait(PlacementQuestion question, TimeSpan atMost, params string[] besides)
    {
        var parts = new List<string>();
        if (question.Spot.Length > 0) parts.Add($"{question.UpLately} of {Phrases.Zones(question.Spot.Length)} up in the last day");
        if (question is { Left: { } left, Work: { } work }) parts.Add($"{Phrases.Time(left - work.Most)} of slack left");
        if (question.Spot.Length > 0) parts.Add($"expected return in {Phrases.Time(question.Spot.Min(zone => zone.Return))}");
        return new PlacementAdvice.Wait(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero) { Why = "waiting: " + string.Join(", ", [.. parts, .. besides]) };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
