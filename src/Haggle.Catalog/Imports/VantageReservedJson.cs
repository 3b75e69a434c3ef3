using System.Text.Json;
using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>Amazon EC2 on demand and reserved, one and three years, each payment kind, as Vantage's ec2instances.info kept them in 2017. Hourly, effective.</summary>
internal sealed class VantageReservedJson : IPriceFormat
{
    private static readonly (string Field, Purchase Purchase, ReservedPayment Payment)[] Standard =
    [
        ("yrTerm1Standard.noUpfront", Purchase.ReservedOneYear, ReservedPayment.NoUpfront),
        ("yrTerm1Standard.partialUpfront", Purchase.ReservedOneYear, ReservedPayment.PartialUpfront),
        ("yrTerm1Standard.allUpfront", Purchase.ReservedOneYear, ReservedPayment.AllUpfront),
        ("yrTerm3Standard.noUpfront", Purchase.ReservedThreeYears, ReservedPayment.NoUpfront),
        ("yrTerm3Standard.partialUpfront", Purchase.ReservedThreeYears, ReservedPayment.PartialUpfront),
        ("yrTerm3Standard.allUpfront", Purchase.ReservedThreeYears, ReservedPayment.AllUpfront),
    ];

    public string Name => "EC2 on demand and reserved (Vantage JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.TrimStart((byte)' ').StartsWith("["u8) && start.IndexOf("\"base_performance\""u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException("it is no list");
        var place = 0;
        foreach (var record in json.RootElement.EnumerateArray())
        {
            intake.Row(++place);
            var type = JsonRecords.Text(record, "instance_type");
            if (type.Length == 0 || !record.TryGetProperty("pricing", out var regions) || regions.ValueKind != JsonValueKind.Object) intake.Refuse("no instance type or no prices");
            else foreach (var region in regions.EnumerateObject()) ReadRegion(intake, type, region);
        }
    }

    private static void ReadRegion(Intake intake, string type, JsonProperty region)
    {
        if (region.Value.ValueKind != JsonValueKind.Object || !region.Value.TryGetProperty("linux", out var linux) || linux.ValueKind != JsonValueKind.Object)
        {
            intake.LeaveOut("no price for Linux");
            return;
        }

        if (intake.TryPrice(JsonRecords.Price(linux, "ondemand"), "a price of 0 means unknown", out var price)) intake.Keep(intake.Machine("aws", region.Name, type, Purchase.OnDemand, price));
        if (!linux.TryGetProperty("reserved", out var reserved) || reserved.ValueKind != JsonValueKind.Object) return;
        foreach (var (field, purchase, payment) in Standard)
        {
            if (!reserved.TryGetProperty(field, out _)) continue;
            if (intake.TryPrice(JsonRecords.Price(reserved, field), "a price of 0 means unknown", out price)) intake.Keep(intake.Machine("aws", region.Name, type, purchase, price) with { Payment = payment });
        }

        foreach (var term in reserved.EnumerateObject())
            if (term.Name.Contains("Convertible", StringComparison.Ordinal)) intake.LeaveOut("a convertible reservation: the standard ones are compared");
    }
}
