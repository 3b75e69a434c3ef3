using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Planning;

/// <summary>
/// Ranks the offers that would do for a job. Same job, market, context and instant: same answer. An earlier wish wins where the job says that its wishes are
/// ordered; then what the rest of the job is expected to cost, or an hour of it where nobody knows how much is left; then the machine that cannot be
/// taken back; then the smaller one of the same place; then the key, so that the order never depends on the market's.
/// </summary>
public static class Planner
{
    /// <summary>Plans a job.</summary>
    /// <param name="job">What is to run. A rehearsal takes the offer that it pretends, whatever the job wishes for.</param>
    /// <param name="market">The offers.</param>
    /// <param name="context">What happened before.</param>
    /// <param name="now">The instant.</param>
    public static PlanAnswer Plan(Job job, MarketSnapshot market, PlanContext context, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(context);
        var sieve = new Sieve(job, context, now);
        foreach (var quote in market.Quotes) sieve.Add(quote);
        var fitting = sieve.Finish();
        if (fitting.Count == 0)
            return new WhyNot { MarketAsOf = market.AsOf, Rejected = sieve.Rejections(), Cooling = sieve.Cooling.ToImmutable(), Reason = sieve.Sentence(), Advice = sieve.Advice(), RetryAt = sieve.RetryAt };
        var ranked = fitting.Select(each => Price(job, context, each.Quote, each.Wish)).Order(new Better(job.WishesOrdered)).ToArray();
        return new Plan
        {
            MarketAsOf = market.AsOf,
            Rejected = sieve.Rejections(),
            Cooling = sieve.Cooling.ToImmutable(),
            Candidates = [.. ranked.Select((each, rank) => Explain(job, ranked, each, rank, sieve.Grudging))],
        };
    }

    private static Candidate Price(Job job, PlanContext context, Quote quote, int wish)
    {
        var gang = quote.Rate * Math.Max(1, job.Nodes);
        var candidate = new Candidate { Quote = quote, GangRate = gang, Wish = wish, Reason = "" };
        if (ForecastOf(job, quote.Offer) is { } forecast)
        {
            return candidate with
            {
                ExpectedTime = forecast.Time * context.ShareLeft,
                ExpectedCost = TrainingPrice.Left(forecast, quote, Math.Max(1, job.Nodes), context.ShareLeft),
                Basis = forecast.Basis,
            };
        }

        return candidate with { ExpectedTime = context.RemainingWork, ExpectedCost = context.RemainingWork is { } work ? gang * quote.Offer.Billing.Billed(work) : null };
    }

    // A run that an older version stored has no forecasts at all.
    private static Forecast? ForecastOf(Job job, Offer offer)
    {
        if (job.Forecasts.IsDefaultOrEmpty) return null;
        foreach (var forecast in job.Forecasts)
            if (forecast.IsFor(offer)) return forecast;
        return null;
    }

    private static Candidate Explain(Job job, Candidate[] ranked, Candidate each, int rank, string grudging)
    {
        var wish = job.WishesOrdered && job.Wishes.Length > 1 && each.Wish >= 0 ? $"wish {each.Wish + 1} of {job.Wishes.Length}, " : "";
        var reason = rank == 0 ? First(ranked.Length) : Behind(ranked[0], each);
        if (job.Rehearsal is not null) reason = "the offer that is rehearsed";
        return each with { Reason = wish + reason + (grudging.Length > 0 ? "; " + grudging : "") };
    }

    private static string First(int count) => count == 1 ? "the only one that fits" : $"cheapest of {count} that fit";

    private static string Behind(Candidate best, Candidate each)
    {
        if (each is { ExpectedCost: { } cost } && best is { ExpectedCost: { } least } && cost != least)
            return cost > least ? $"{cost - least} more" : $"{least - cost} less, but a later wish";
        return each.GangRate.CompareTo(best.GangRate) switch
        {
            > 0 => $"{each.GangRate.PerHour - best.GangRate.PerHour}/h more",
            < 0 => $"{best.GangRate.PerHour - each.GangRate.PerHour}/h less, but a later wish",
            _ when each.Quote.Offer.CanBeReclaimed && !best.Quote.Offer.CanBeReclaimed => "same price, but can be taken back",
            _ => "same price",
        };
    }

    // Parts of one place at one price, which is free as a rule: the smaller one leaves the rest to others.
    private static int Smaller(Offer left, Offer right)
    {
        if (left.Provider != right.Provider || left.Region != right.Region) return 0;
        var order = left.AcceleratorCount.CompareTo(right.AcceleratorCount);
        return order != 0 ? order : left.Vcpus.CompareTo(right.Vcpus);
    }

    /// <summary>The order of candidates, total over different offers.</summary>
    private sealed class Better(bool wishesOrdered) : IComparer<Candidate>
    {
        public int Compare(Candidate? x, Candidate? y)
        {
            if (x is null || y is null) return Comparer<bool>.Default.Compare(y is null, x is null);
            var order = wishesOrdered ? x.Wish.CompareTo(y.Wish) : 0;
            if (order == 0 && x.ExpectedCost is { } left && y.ExpectedCost is { } right) order = left.CompareTo(right);
            if (order == 0) order = x.GangRate.CompareTo(y.GangRate);
            if (order == 0) order = x.Quote.Offer.CanBeReclaimed.CompareTo(y.Quote.Offer.CanBeReclaimed);
            if (order == 0) order = Smaller(x.Quote.Offer, y.Quote.Offer);
            return order != 0 ? order : string.CompareOrdinal(x.Quote.Offer.Key.Value, y.Quote.Offer.Key.Value);
        }
    }
}
