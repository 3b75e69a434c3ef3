using Haggle.Catalog.Store;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live;

/// <summary>What holds in the catalogue of some sources, by the hash of the offer's key.</summary>
internal static class CurrentPrices
{
    public static Dictionary<string, Dictionary<ulong, (Money Price, string Offer)>> Of(MarketFile market, IEnumerable<string> sources)
    {
        var found = sources.ToDictionary(source => source, _ => new Dictionary<ulong, (Money, string)>(), StringComparer.Ordinal);
        market.EachRow(withHistory: false, bytes =>
        {
            var row = new MarketRow(bytes);
            if (found.TryGetValue(market.String(row.Source), out var prices)) prices[row.Key] = (new Money(row.HourlyNanoUsd), market.Key(row));
        });
        return found;
    }
}
