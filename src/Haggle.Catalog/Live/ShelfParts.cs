using System.Collections.Immutable;
using Haggle.Catalog.Live.Shelf;
using Haggle.Catalog.Store;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live;

/// <summary>Takes the parts of a source from its shelf.</summary>
internal static class ShelfParts
{
    public static ImmutableArray<PartPrices> Open(SourceShelf shelf, ShelfRecord record)
    {
        var parts = ImmutableArray.CreateBuilder<PartPrices>();
        foreach (var (name, part) in record.Parts.OrderBy(each => each.Key, StringComparer.Ordinal))
            if (shelf.Prices(name) is { } file) parts.Add(new PartPrices(file, [.. shelf.Bands(name)], part.At, part.Fault.Length > 0));
        return parts.ToImmutable();
    }

    /// <summary>The offers of parts that could not be read this time.</summary>
    public static HashSet<ulong> Stale(ImmutableArray<PartPrices> parts) => [.. Prices([.. parts.Where(part => part.IsStale)]).Keys];

    /// <summary>The hourly price of each offer; of two for the same one the cheaper, as the catalogue keeps it.</summary>
    public static Dictionary<ulong, Money> Prices(ImmutableArray<PartPrices> parts)
    {
        var prices = new Dictionary<ulong, Money>();
        foreach (var part in parts)
            part.File.EachRow(withHistory: false, bytes =>
            {
                var row = new MarketRow(bytes);
                var price = new Money(row.HourlyNanoUsd);
                prices[row.Key] = prices.TryGetValue(row.Key, out var other) ? Money.Min(price, other) : price;
            });

        return prices;
    }
}
