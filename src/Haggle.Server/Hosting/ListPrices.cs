using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Server.Hosting;

/// <summary>The list prices of a cloud's machines with accelerators, by region: what zones have is asked of the cloud itself. Thread-safe.</summary>
internal sealed class ListPrices(OpenMarket market, string provider, TimeProvider time)
{
    /// <summary>A price list changes when an update is imported; reading it again costs some hundred milliseconds.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private (DateTimeOffset At, ImmutableArray<Quote> Quotes) _last;

    /// <summary>On demand and spot, each offer once.</summary>
    public IReadOnlyList<Quote> Read()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_last.Quotes.IsDefault || now - _last.At > Holds)
                _last = (now, [.. MarketQuotes.Read(market.Current(), KnownProviders.All, now).Quotes.Where(quote => quote.Offer.Provider.Value == provider && quote.Offer is { Purchase: Purchase.OnDemand or Purchase.Spot, AcceleratorCount: > 0, Zone: "" })]);
            return _last.Quotes;
        }
    }
}
