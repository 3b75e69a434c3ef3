using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>The other way to buy the same machine, for the column beside the price: on demand for a spot offer, spot for one on demand.</summary>
internal static class OtherPrices
{
    /// <summary>Up to so many offers, going through the rows for each is faster than putting an index together, which has to be compiled first.</summary>
    private const int PlainMost = 64;

    /// <summary>Completes offers that were found.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="blocks">The rows of each block that was looked through; null for the others.</param>
    /// <param name="found">The offers.</param>
    public static void Complete(MarketFile file, byte[]?[] blocks, List<FoundOffer> found)
    {
        foreach (var offer in found)
        {
            if (offer.Purchase == Purchase.OnDemand) offer.OnDemandNanoUsd = offer.HourlyNanoUsd;
            if (offer.Purchase == Purchase.Spot) offer.SpotNanoUsd = offer.HourlyNanoUsd;
        }

        for (var block = 0; block < blocks.Length; block++)
        {
            if (blocks[block] is not { } rows) continue;
            if (found.Count > PlainMost) CompleteMany(file, rows, file.Accelerator(block), found);
            else
                foreach (var offer in found)
                    if (file.Accelerator(block) == offer.Accelerator?.Name) CompleteOne(file, rows, offer);
        }
    }

    private static void CompleteOne(MarketFile file, byte[] rows, FoundOffer offer)
    {
        for (var at = 0; at * MarketFile.RowSize < rows.Length; at++)
        {
            var row = MarketFile.Row(rows, at);
            if (row.CountMilli != (int)Math.Round(offer.Count * 1000) || row.Purchase == offer.Purchase || row.Purchase is not (Purchase.OnDemand or Purchase.Spot)) continue;
            if (file.String(row.InstanceType) != offer.InstanceType || file.String(row.Provider) != offer.Provider || file.String(row.Region) != offer.Region) continue;
            Take(offer, row.Purchase, row.HourlyNanoUsd);
        }
    }

    private static void CompleteMany(MarketFile file, byte[] rows, string accelerator, List<FoundOffer> found)
    {
        var prices = new Dictionary<string, (long? OnDemand, long? Spot)>(StringComparer.Ordinal);
        for (var at = 0; at * MarketFile.RowSize < rows.Length; at++)
        {
            var row = MarketFile.Row(rows, at);
            if (row.Purchase is not (Purchase.OnDemand or Purchase.Spot)) continue;
            var machine = Machine(file.String(row.Provider), file.String(row.Region), file.String(row.InstanceType), row.CountMilli);
            prices.TryGetValue(machine, out var known);
            if (row.Purchase == Purchase.OnDemand) known.OnDemand ??= row.HourlyNanoUsd;
            else if (!(known.Spot <= row.HourlyNanoUsd)) known.Spot = row.HourlyNanoUsd;
            prices[machine] = known;
        }

        foreach (var offer in found)
        {
            if (offer.Accelerator?.Name != accelerator || !prices.TryGetValue(Machine(offer.Provider, offer.Region, offer.InstanceType, (int)Math.Round(offer.Count * 1000)), out var known)) continue;
            if (offer.Purchase != Purchase.OnDemand && known.OnDemand is { } onDemand) Take(offer, Purchase.OnDemand, onDemand);
            if (offer.Purchase != Purchase.Spot && known.Spot is { } spot) Take(offer, Purchase.Spot, spot);
        }
    }

    private static void Take(FoundOffer offer, Purchase purchase, long nanoUsd)
    {
        if (purchase == Purchase.OnDemand) offer.OnDemandNanoUsd ??= nanoUsd;
        else if (!(offer.SpotNanoUsd <= nanoUsd)) offer.SpotNanoUsd = nanoUsd;
    }

    private static string Machine(string provider, string region, string type, int countMilli) => string.Concat(string.Concat(provider, "/", region, "/"), type, ":", countMilli.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
