using System.Collections.Immutable;
using Haggle.Core.Market;

namespace Haggle.Core.Pools;

/// <summary>What the queue of a pool says to one run.</summary>
public sealed record PoolSeat
{
    /// <summary>The provider whose pool it is.</summary>
    public required ProviderName Provider { get; init; }

    /// <summary>What to begin on, one quote for each node; empty while the run waits.</summary>
    public ImmutableArray<Quote> Quotes { get; init; } = [];

    /// <summary>Its place in the queue, from 1.</summary>
    public required int Place { get; init; }

    /// <summary>When it begins at the latest, if that can be told.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The market as this run may see it: of the pool, only what it may begin on, told by its dearest machine, so that no budget is passed; nothing while it waits.
    /// </summary>
    public MarketSnapshot Narrow(MarketSnapshot market)
    {
        ArgumentNullException.ThrowIfNull(market);
        var dearest = Quotes.IsEmpty ? null : Quotes.MaxBy(quote => quote.Rate)?.Offer.Key;
        return market with { Quotes = [.. market.Quotes.Where(quote => quote.Offer.Provider != Provider || quote.Offer.Key == dearest)] };
    }
}
