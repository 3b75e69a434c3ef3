using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>What one accelerator of each kind costs at least, on demand and spot.</summary>
public static class CheapestOffers
{
    /// <summary>By canonical name; kinds that nobody lets are absent.</summary>
    public static IReadOnlyDictionary<string, (FoundOffer? OnDemand, FoundOffer? Spot)> Of(MarketFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var cheapest = new Dictionary<string, (FoundOffer? OnDemand, FoundOffer? Spot)>(StringComparer.Ordinal);
        for (var block = 0; block < file.Blocks; block++)
        {
            if (AcceleratorTable.Find(file.Accelerator(block)) is not { } model) continue;
            var rows = file.Rows(block, history: false);
            (FoundOffer? OnDemand, FoundOffer? Spot) best = default;
            for (var i = 0; i < file.Count(block, history: false); i++)
            {
                var row = MarketFile.Row(rows, i);

                // A share of a card is no card.
                if (row.IsClosed || row.CountMilli < 1000) continue;
                var each = row.HourlyNanoUsd / row.Count;
                if (row.Purchase == Purchase.OnDemand && !(best.OnDemand?.Rank <= each)) best.OnDemand = FoundOffer.Of(file, row, model, each);
                if (row.Purchase is Purchase.Spot or Purchase.Bid && !(best.Spot?.Rank <= each)) best.Spot = FoundOffer.Of(file, row, model, each);
            }

            cheapest[model.Name] = best;
        }

        return cheapest;
    }
}
