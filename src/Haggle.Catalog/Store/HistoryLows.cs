using Haggle.Core.Market;

namespace Haggle.Catalog.Store;

/// <summary>
/// Which earlier prices go into the history that comes with Haggle: of each accelerator, provider and way to buy the lowest of every quarter. All of them
/// would be two hundred thousand, and a trend is seen in these.
/// </summary>
internal static class HistoryLows
{
    /// <summary>The places of the rows in the history of an accelerator, by date and key.</summary>
    public static IReadOnlyList<int> Of(MarketFile file, int block)
    {
        var rows = file.Rows(block, history: true);
        var lows = new Dictionary<(int Quarter, int Provider, Purchase Purchase), int>();
        for (var i = 0; i < file.Count(block, history: true); i++)
        {
            var row = MarketFile.Row(rows, i);

            // A share of a card is no card, and what a commitment costs follows from the rest.
            if (row.CountMilli < 1000 || row.Purchase is not (Purchase.OnDemand or Purchase.Spot or Purchase.Bid or Purchase.Managed or Purchase.FreeTier)) continue;
            var key = ((row.AsOf.Year * 4) + ((row.AsOf.Month - 1) / 3), row.Provider, row.Purchase);
            if (!lows.TryGetValue(key, out var best) || IsLower(row, MarketFile.Row(rows, best))) lows[key] = i;
        }

        var places = lows.Values.ToArray();
        Array.Sort(places, (left, right) =>
        {
            var first = MarketFile.Row(rows, left);
            var second = MarketFile.Row(rows, right);
            return first.AsOf != second.AsOf ? first.AsOf.CompareTo(second.AsOf) : string.CompareOrdinal(file.Key(first), file.Key(second));
        });
        return places;
    }

    private static bool IsLower(MarketRow row, MarketRow best)
    {
        var (each, least) = (row.HourlyNanoUsd / row.Count, best.HourlyNanoUsd / best.Count);

        // Rows of one key come in the order of their age; of equal ones in a quarter the first stays, whatever was imported before.
        return each != least ? each < least : row.AsOf != best.AsOf ? row.AsOf < best.AsOf : row.Key < best.Key;
    }
}
