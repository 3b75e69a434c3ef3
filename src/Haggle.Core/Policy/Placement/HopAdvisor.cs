using System.Globalization;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// Decides whether a run that works on spot should move to a cheaper place. A move costs what it takes to stop, to start and to carry the data, what was paid
/// ahead, and the danger that the other place is not there after all or is lost sooner; what it saves must be that several times over, and a run that has just
/// come stays. So prices that go up and down cannot drive a run to and fro. Pure.
/// </summary>
public static class HopAdvisor
{
    /// <summary>
    /// A difference of prices is believed for so long at most: prices fall back to what is usual. Half a day is what served best on the price-aware track
    /// (docs/spot-policy.md).
    /// </summary>
    private static readonly TimeSpan PricesHold = TimeSpan.FromHours(12);

    /// <summary>Advises: a place to take, or to stay.</summary>
    /// <param name="question">Where the run stands; the place that it holds may be among the spot offers.</param>
    /// <param name="held">The place that it holds.</param>
    public static PlacementAdvice Advise(PlacementQuestion question, HeldPlace held)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(held);
        if (question.Work is not { } work) return Stay("nobody knows how much work a move would save on");
        if (held.For < held.Settle) return Stay($"it came here {Phrases.Time(held.For)} ago and stays {Phrases.Time(held.Settle)} at least");

        // Where would it go once it had stopped? The same question, a little later, so that it is not moved to where it would not be placed.
        var then = question with { Left = question.Left - held.Stop };
        if (PlacementAdvisor.Advise(then) is not PlacementAdvice.Take { Offer: var there } || there.Quote.Offer.Key == held.Place.Quote.Offer.Key) return Stay("it is in the best place");
        var speed = PlacementAdvisor.InTime(then)?.Speed ?? 1;
        if (then.Left - (work.Most / speed) is { } spare && there.Quote.Offer.CanBeReclaimed && spare < 2 * question.Reserve)
            return Stay($"{Phrases.Time(spare)} of slack left: too little to spend any on a move");
        return Weigh(question, held, there, work.Expected);
    }

    private static PlacementAdvice Weigh(PlacementQuestion question, HeldPlace held, ZoneOutlook there, TimeSpan work)
    {
        var here = held.Place;
        var start = there.Start;
        var time = Least(Least(work, PricesHold), Least(here.Life, there.Life));
        var saving = (PerHourOfProgress(here) - PerHourOfProgress(there)) * time.TotalHours;
        if (saving <= 0) return Stay("no place is cheaper");

        var ahead = here.Quote.Offer.Billing.Billed(held.For + held.Stop) - held.For - held.Stop;
        var atLeast = there.Quote.Offer.Billing.Minimum - start - time;
        var data = there.MoveUsd + held.LeaveUsd;
        var cost = (here.HourlyUsd * (held.Stop + ahead).TotalHours) + (there.HourlyUsd * (start + (atLeast > TimeSpan.Zero ? atLeast : TimeSpan.Zero)).TotalHours) + data;

        // Not there after all: back to where it came from, for another start-up. Lost sooner: so many more start-ups.
        var chance = there.ChanceUp * (1 - there.LaunchFailures);
        var restart = there.HourlyUsd * (start + question.Loss).TotalHours;
        var risk = ((1 - chance) * here.HourlyUsd * (here.Start + start).TotalHours) + (Math.Max(0, (time / there.Life) - (time / here.Life)) * restart);
        cost += risk + ((question.HourOfTimeUsd ?? 0) * (held.Stop + start).TotalHours);

        var (from, to) = (Usd(here.HourlyUsd), Usd(there.HourlyUsd));
        if (chance * saving <= held.Gain * cost)
            return Stay($"{there.Quote.Offer.Key} at {to}/h instead of {from}/h would save {Usd(chance * saving)}, and a move costs {Usd(cost)}");
        var moved = data > 0.005 ? $", {Usd(data)} of it for the data" : "";
        return new PlacementAdvice.Take(there)
        {
            Why = $"to a cheaper place: {there.Quote.Offer.Key} at {to}/h instead of {from}/h is expected to save {Usd(chance * saving)} in {Phrases.Time(time)}, the move costs {Usd(cost)}{moved}",
        };
    }

    // The start-up of the machine that is held is paid already: from now on each of its hours is one of progress.
    private static double PerHourOfProgress(ZoneOutlook place) => place.HourlyUsd / ((1 - place.Overhead) * place.Speed);

    private static PlacementAdvice.Stay Stay(string why) => new() { Why = why };

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Usd(double usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}");
}
