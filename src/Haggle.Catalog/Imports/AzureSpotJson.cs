using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>Azure on demand and spot of all regions as SpotLake collected them: a JSON string that has JSON in it. Regions are named by their billing areas.</summary>
internal sealed class AzureSpotJson : IPriceFormat
{
    // Only what the names themselves and Azure's own list of regions make certain; an area without an entry is refused.
    private static readonly (string Area, string Region)[] Areas =
    [
        ("AE Central", "uaecentral"), ("AE North", "uaenorth"), ("AP East", "eastasia"), ("AP Southeast", "southeastasia"),
        ("AU Central", "australiacentral"), ("AU Central 2", "australiacentral2"), ("AU East", "australiaeast"),
        ("AU Southeast", "australiasoutheast"), ("BR South", "brazilsouth"), ("BR Southeast", "brazilsoutheast"), ("CA Central", "canadacentral"),
        ("CA East", "canadaeast"), ("CH North", "switzerlandnorth"), ("CH West", "switzerlandwest"), ("DE North", "germanynorth"),
        ("DE West Central", "germanywestcentral"), ("EU North", "northeurope"), ("EU West", "westeurope"), ("FR Central", "francecentral"),
        ("FR South", "francesouth"), ("IN Central", "centralindia"), ("IN South", "southindia"), ("IN West", "westindia"), ("JA East", "japaneast"),
        ("JA West", "japanwest"), ("KR Central", "koreacentral"), ("KR South", "koreasouth"), ("NO East", "norwayeast"), ("NO West", "norwaywest"),
        ("QA Central", "qatarcentral"), ("SE Central", "swedencentral"), ("SE South", "swedensouth"), ("UK South", "uksouth"), ("UK West", "ukwest"),
        ("US Central", "centralus"), ("US East", "eastus"), ("US East 2", "eastus2"), ("US North Central", "northcentralus"),
        ("US South Central", "southcentralus"), ("US West", "westus"), ("US West 2", "westus2"), ("US West 3", "westus3"),
        ("US West Central", "westcentralus"), ("ZA North", "southafricanorth"), ("ZA West", "southafricawest"), ("US Gov AZ", "usgovarizona"),
        ("US Gov TX", "usgovtexas"), ("US Gov Virginia", "usgovvirginia"),
    ];

    private static readonly Dictionary<string, string> Regions = Areas.ToDictionary(each => each.Area, each => each.Region, StringComparer.Ordinal);

    private static readonly byte[][] Names = [.. new[] { "InstanceTier", "InstanceType", "Region", "OndemandPrice", "SpotPrice", "Date" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private const int Tier = 0;
    private const int Size = 1;
    private const int Region = 2;
    private const int OnDemand = 3;
    private const int Spot = 4;
    private const int Date = 5;

    public string Name => "Azure on demand and spot (SpotLake JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("\"[{\\\"id\\\""u8) && start.IndexOf("InstanceTier"u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        var records = new FlatRecords(Inner(JsonRecords.ReadAll(stream)), Names);
        records.Enter("");
        while (records.Read())
        {
            intake.Row(records.Count);
            var tier = records[Tier];
            if (!tier.SequenceEqual("Standard"u8) && !tier.SequenceEqual("Basic"u8)) intake.Refuse($"there is no tier '{intake.Text[tier]}'");
            else if (!Regions.TryGetValue(intake.Text[records[Region]], out var region)) intake.Refuse($"nobody says which region '{intake.Text[records[Region]]}' is");
            else if (!Dates.TryParse(records[Date], out var asOf)) intake.Refuse("the date is none");
            else Take(intake, records, Type(intake, tier, records[Size]), region, asOf);
        }
    }

    // The JSON in the JSON, without making a string of it.
    private static ReadOnlyMemory<byte> Inner(byte[] outer)
    {
        try
        {
            var reader = new Utf8JsonReader(outer);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new InvalidDataException("it is not a JSON string");
            var inner = new byte[reader.ValueSpan.Length];
            return inner.AsMemory(0, reader.CopyString(inner));
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"line {(fault.LineNumber ?? 0) + 1}: the JSON is broken or cut off", fault);
        }
    }

    // "Standard", "NC24ads A100 v4" -> "Standard_NC24ads_A100_v4".
    private static string Type(Intake intake, ReadOnlySpan<byte> tier, ReadOnlySpan<byte> size)
    {
        Span<byte> name = stackalloc byte[tier.Length + 1 + Math.Min(size.Length, 200)];
        tier.CopyTo(name);
        name[tier.Length] = (byte)'_';
        size[..(name.Length - tier.Length - 1)].CopyTo(name[(tier.Length + 1)..]);
        name.Replace((byte)' ', (byte)'_');
        return intake.Text[name];
    }

    private static void Take(Intake intake, FlatRecords records, string type, string region, DateTimeOffset asOf)
    {
        var row = intake.Machine("azure", region, type, Purchase.OnDemand, Money.Zero) with { AsOf = asOf };
        if (intake.TryPrice(records[OnDemand], "a price of 0 means unknown", out var onDemand)) intake.Keep(row with { Price = onDemand });
        if (!intake.TryPrice(records[Spot], "a price of 0 means unknown", out var spot)) return;
        if (spot >= onDemand && onDemand.NanoUsd > 0) intake.LeaveOut("a spot price that is not below on demand");
        else intake.Keep(row with { Purchase = Purchase.Spot, Price = spot });
    }
}
