using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>What accelerators cost over time, out of every dated price of the catalogue: what came with Haggle and whatever was imported or updated since.</summary>
public static class PriceHistory
{
    /// <summary>Every price, the oldest first; <see cref="FoundOffer.Rank"/> is that of one accelerator for an hour. Estimates and shares of cards are none.</summary>
    /// <exception cref="InvalidDataException">The catalogue is damaged.</exception>
    public static IReadOnlyList<FoundOffer> Of(MarketFile file, HistoryQuestion question)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(question);
        var found = new List<FoundOffer>();
        for (var block = 0; block < file.Blocks; block++)
        {
            if (AcceleratorTable.Find(file.Accelerator(block)) is not { } model) continue;
            foreach (var wish in question.Accelerators)
            {
                if (!wish.Means(model)) continue;
                Take(file, block, history: true, model, wish, question, found);
                Take(file, block, history: false, model, wish, question, found);
                break;
            }
        }

        found.Sort(static (left, right) => left.AsOf != right.AsOf ? left.AsOf.CompareTo(right.AsOf) : string.CompareOrdinal(left.Key, right.Key));
        return found;
    }

    /// <summary>The lowest prices of each period, the oldest first; periods between without a price are there, empty.</summary>
    /// <param name="prices">What <see cref="Of"/> gave.</param>
    /// <param name="months">How long a period is: 12 for years, 3 for quarters.</param>
    public static IReadOnlyList<HistoryPeriod> ByPeriod(IReadOnlyList<FoundOffer> prices, int months)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var periods = new List<HistoryPeriod>();
        var next = 0;
        if (prices.Count == 0) return periods;
        for (var from = Begin(prices[0].AsOf, months); next < prices.Count; from = from.AddMonths(months))
        {
            var period = new HistoryPeriod(from, from.AddMonths(months), null, null, 0);
            for (; next < prices.Count && prices[next].AsOf < period.Until; next++)
            {
                var price = prices[next];
                period = period with { Prices = period.Prices + 1 };

                // What is given away is no price.
                if (price.HourlyNanoUsd == 0) continue;
                if (price.Purchase == Purchase.OnDemand && !(period.OnDemand?.Rank <= price.Rank)) period = period with { OnDemand = price };
                if (price.Purchase is Purchase.Spot or Purchase.Bid && !(period.Spot?.Rank <= price.Rank)) period = period with { Spot = price };
            }

            periods.Add(period);
        }

        return periods;
    }

    private static void Take(MarketFile file, int block, bool history, AcceleratorModel model, AcceleratorWish wish, HistoryQuestion question, List<FoundOffer> found)
    {
        var rows = file.Rows(block, history);
        for (var i = 0; i < file.Count(block, history); i++)
        {
            var row = MarketFile.Row(rows, i);
            if (row.CountMilli < 1000 || row.IsEstimated || (wish.Count > 0 && row.CountMilli != (int)Math.Round(wish.Count * 1000))) continue;
            if (!question.Purchases.IsEmpty && !question.Purchases.Has(row.Purchase)) continue;
            if (question.Since is { } since && row.AsOf < since) continue;
            if (question.Providers.Count > 0 && !question.Providers.Contains(file.String(row.Provider), StringComparer.OrdinalIgnoreCase)) continue;
            found.Add(FoundOffer.Of(file, row, model, row.HourlyNanoUsd / row.Count));
        }
    }

    private static DateTimeOffset Begin(DateTimeOffset at, int months) => new(at.Year, ((at.Month - 1) / months * months) + 1, 1, 0, 0, 0, TimeSpan.Zero);
}
