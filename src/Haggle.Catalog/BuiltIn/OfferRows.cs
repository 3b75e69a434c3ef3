using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.BuiltIn;

/// <summary>Turns rows into quotes; a row that says something else than it may is refused with its key.</summary>
internal static class OfferRows
{
    private const int Schema = 1;

    // Where a source names the month only, its first day stands for it: a price is rather shown as too old.
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM"];

    public static ImmutableArray<Quote> Read(Stream json)
    {
        var file = JsonSerializer.Deserialize(json, OfferJson.Default.OfferFile);
        return file is { Schema: Schema } ? [.. file.Offers.Select(Read)] : throw new InvalidDataException($"the built-in offers are not of schema {Schema}");
    }

    private static Quote Read(OfferRow row)
    {
        var key = $"{row.Provider}/{row.Region}/{row.InstanceType}/{row.Purchase}";

        // A price of zero means unknown in most lists; the built-in ones have none of those.
        if (!Money.TryParse(row.UsdPerHour, out var price) || price <= Money.Zero) throw Bad(key, "usd_per_hour", row.UsdPerHour);
        if (!DateTimeOffset.TryParseExact(row.AsOf, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asOf)) throw Bad(key, "as_of", row.AsOf);
        var offer = new Offer
        {
            Key = new OfferKey(key),
            Provider = new ProviderName(row.Provider),
            Region = row.Region,
            InstanceType = row.InstanceType,
            Accelerator = row.Accelerator,
            AcceleratorCount = row.AcceleratorCount,
            AcceleratorMemory = Gib.FromGib(row.AcceleratorMemoryGib),
            Vcpus = row.Vcpus,
            Memory = Gib.FromGib(row.MemoryGib),
            Purchase = row.Purchase switch { "on-demand" => Purchase.OnDemand, "spot" => Purchase.Spot, _ => throw Bad(key, "purchase", row.Purchase) },
            Billing = row.Billing switch
            {
                "second" => BillingRule.PerSecond,
                "second-minute-minimum" => BillingRule.PerSecondMinuteMinimum,
                "hour" => BillingRule.PerHour,
                _ => throw Bad(key, "billing", row.Billing),
            },
        };
        return new Quote(offer, new HourlyRate(price), new Provenance(row.Source, asOf));
    }

    private static InvalidDataException Bad(string key, string field, string value) => new($"built-in offer {key}: {field} is '{value}'");
}
