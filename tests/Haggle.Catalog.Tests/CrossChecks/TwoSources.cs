using System.Globalization;
using System.Text;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests.CrossChecks;

/// <summary>Prices of one offer out of two sources, side by side.</summary>
internal sealed record Pair(string Provider, string Region, string InstanceType, double Vcpus, bool HasAccelerator, decimal First, decimal Second)
{
    public decimal Ratio => First / Second;

    /// <summary>"c3", "Standard_D..as".</summary>
    public string Family => Provider == "azure" ? new string([.. InstanceType.Where(letter => !char.IsAsciiDigit(letter))]) : InstanceType[..InstanceType.IndexOf('-', StringComparison.Ordinal)];
}

/// <summary>Compares two sources over everything that both have, and puts the differences into groups with a reason each.</summary>
internal static class TwoSources
{
    /// <summary>All pairs of prices by the hour.</summary>
    public static IReadOnlyList<Pair> Of(MarketFile market, Purchase purchase, Func<string, DateTimeOffset, bool> isFirst, Func<string, DateTimeOffset, bool> isSecond)
    {
        var first = Prices(market, purchase, isFirst);
        var second = Prices(market, purchase, isSecond);
        return [.. first.Where(each => second.ContainsKey(each.Key)).Select(each => each.Value with { Second = second[each.Key].First }).OrderBy(pair => pair.Region, StringComparer.Ordinal).ThenBy(pair => pair.InstanceType, StringComparer.Ordinal)];
    }

    /// <summary>How many pairs each reason explains: the first that fits counts. The last line says how many none does.</summary>
    public static string Report(string title, IReadOnlyList<Pair> pairs, params (string Reason, Func<Pair, bool> Explains)[] reasons)
    {
        var text = new StringBuilder(title).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{pairs.Count,7:N0} offers in both\n");
        var left = pairs.ToList();
        foreach (var (reason, explains) in reasons)
        {
            var explained = left.Where(explains).ToArray();
            left.RemoveAll(pair => explains(pair));
            text.Append(CultureInfo.InvariantCulture, $"{explained.Length,7:N0} {reason}");
            if (explained.Length > 0 && explained.Any(pair => pair.First != pair.Second)) text.Append(CultureInfo.InvariantCulture, $" ({explained.Min(pair => pair.Ratio):0.000}x to {explained.Max(pair => pair.Ratio):0.000}x)");
            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{left.Count,7:N0} without a reason\n");
        foreach (var family in left.GroupBy(pair => pair.Family).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(12))
            text.Append(CultureInfo.InvariantCulture, $"        {family.Key}: {family.Count():N0}, {family.Min(pair => pair.Ratio):0.000}x to {family.Max(pair => pair.Ratio):0.000}x\n");
        return text.ToString();
    }

    private static Dictionary<string, Pair> Prices(MarketFile market, Purchase purchase, Func<string, DateTimeOffset, bool> isMeant)
    {
        var prices = new Dictionary<string, Pair>(StringComparer.Ordinal);
        for (var block = 0; block < market.Blocks; block++)
        {
            for (var age = 0; age < 2; age++)
            {
                var rows = market.Rows(block, history: age == 1);
                for (var i = 0; i < market.Count(block, history: age == 1); i++)
                {
                    var row = MarketFile.Row(rows, i);
                    if (row.Purchase != purchase || row.IsEstimated || row.Unit != PriceUnit.Hour || !isMeant(market.String(row.Source), row.AsOf)) continue;
                    prices[market.Key(row)] = new Pair(market.String(row.Provider), market.String(row.Region), market.String(row.InstanceType), row.Vcpus, row.CountMilli > 0, row.PriceNanoUsd / 1e9m, 0);
                }
            }
        }

        return prices;
    }
}
