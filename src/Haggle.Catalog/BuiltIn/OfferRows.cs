using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.BuiltIn;

/// <summary>
/// Reads the rows of <c>data/offers.json</c>; a row that says something else than it may is refused with its key. Read token by token: the serializer
/// would compile a hundred methods for the sake of one small file, and cost several times as much as the whole command line otherwise does.
/// </summary>
internal static class OfferRows
{
    private const int Schema = 1;

    // Where a source names the month only, its first day stands for it: a price is rather shown as too old.
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM"];

    public static ImmutableArray<Quote> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            Expect(isSchema || reader.ValueTextEquals("offers"u8), "schema or offers");
            reader.Read();
            if (isSchema) Expect(reader.GetInt32() == Schema, $"schema {Schema}");
            else while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) quotes.Add(ReadRow(ref reader));
        }

        return quotes.ToImmutable();
    }

    private static Quote ReadRow(ref Utf8JsonReader reader)
    {
        var row = new Row();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number) row.Set(name, reader.GetDouble());
            else row.Set(name, reader.GetString() ?? "");
        }

        return ToQuote(row);
    }

    private static Quote ToQuote(Row row)
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

    private static void Expect(bool holds, string what)
    {
        if (!holds) throw new InvalidDataException($"the built-in offers are broken: {what} expected");
    }

    private static InvalidDataException Bad(string key, string field, string value) => new($"built-in offer {key}: {field} is '{value}'");

    private sealed class Row
    {
        public string Provider { get; private set; } = "";

        public string Region { get; private set; } = "";

        public string InstanceType { get; private set; } = "";

        public string Accelerator { get; private set; } = "";

        public double AcceleratorCount { get; private set; }

        public double AcceleratorMemoryGib { get; private set; }

        public double Vcpus { get; private set; }

        public double MemoryGib { get; private set; }

        public string Billing { get; private set; } = "";

        public string Purchase { get; private set; } = "";

        public string UsdPerHour { get; private set; } = "";

        public string Source { get; private set; } = "";

        public string AsOf { get; private set; } = "";

        public void Set(string name, double value) => _ = name switch
        {
            "accelerator_count" => AcceleratorCount = value,
            "accelerator_memory_gib" => AcceleratorMemoryGib = value,
            "vcpus" => Vcpus = value,
            "memory_gib" => MemoryGib = value,
            _ => throw new InvalidDataException($"the built-in offers are broken: there is no number '{name}'"),
        };

        public void Set(string name, string value) => _ = name switch
        {
            "provider" => Provider = value,
            "region" => Region = value,
            "instance_type" => InstanceType = value,
            "accelerator" => Accelerator = value,
            "billing" => Billing = value,
            "purchase" => Purchase = value,
            "usd_per_hour" => UsdPerHour = value,
            "source" => Source = value,
            "as_of" => AsOf = value,
            _ => throw new InvalidDataException($"the built-in offers are broken: there is no text '{name}'"),
        };
    }
}
