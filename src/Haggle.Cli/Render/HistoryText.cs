using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;

namespace Haggle.Cli.Render;

/// <summary>Prices over time for programs: every one of them, with source and date.</summary>
internal static class HistoryText
{
    public static string Csv(IReadOnlyList<FoundOffer> prices)
    {
        var text = new StringBuilder("as_of,gpu,usd_per_gpu_hour,usd_per_hour,qty,purchase,provider,region,zone,instance_type,closed,source\n");
        foreach (var price in prices)
            OfferCsv.Line(
                text, TimeText.Day(price.AsOf), price.Accelerator?.Name ?? "", Each(price), OfferCsv.Usd(price.HourlyNanoUsd), OfferCsv.Number(price.Count), OfferKeys.Word(price.Purchase, price.Payment), price.Provider,
                price.Region, price.Zone, price.InstanceType, IsClosed(price) ? "yes" : "", price.Source);
        return text.ToString();
    }

    public static string Json(IReadOnlyList<FoundOffer> prices, DateTimeOffset now) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", now.UtcDateTime);
        json.WriteStartArray("years");
        foreach (var year in PriceHistory.ByPeriod(prices, 12))
        {
            json.WriteStartObject();
            json.WriteNumber("year", year.From.Year);
            json.WriteNumber("prices", year.Prices);
            Lowest(json, "on_demand", year.OnDemand);
            Lowest(json, "spot", year.Spot);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("prices");
        foreach (var price in prices) OfferJson.Write(json, price, IsClosed(price));
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Whether whoever let it has closed since.</summary>
    public static bool IsClosed(FoundOffer price) => price.IsClosed || (KnownProviders.All.TryGetValue(price.Provider, out var terms) && terms.IsClosed);

    private static string Each(FoundOffer price) => (price.HourlyNanoUsd / 1e9m / (decimal)price.Count).ToString("0.######", CultureInfo.InvariantCulture);

    private static void Lowest(Utf8JsonWriter json, string name, FoundOffer? price)
    {
        if (price is null) return;
        json.WriteStartObject(name);
        json.WriteNumber("price_nano_usd_per_gpu_hour", (long)Math.Round(price.Rank));
        json.WriteString("key", price.Key);
        json.WriteString("as_of", price.AsOf.UtcDateTime);
        json.WriteString("source", price.Source);
        json.WriteEndObject();
    }
}
