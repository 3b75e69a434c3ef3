using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Planning;

/// <summary>Stand-in until the planner lands.</summary>
public static class Planner
{
    /// <summary>Cheapest first.</summary>
    public static ImmutableArray<Quote> Rank(Job job, MarketSnapshot market, ImmutableArray<KeyValuePair<string, DateTimeOffset>> cooling, bool reclaimableAllowed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(market);
        return [.. market.Quotes
            .Where(q => !cooling.Any(c => c.Key == q.Offer.Key.Value && c.Value > now))
            .Where(q => reclaimableAllowed || !q.Offer.CanBeReclaimed)
            .OrderBy(q => q.Rate.PerHour.NanoUsd).ThenBy(q => q.Offer.Key.Value, StringComparer.Ordinal)];
    }
}
