using System.Text.Json;
using Haggle.Core.Market;

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

    public string Name => "Azure on demand and spot (SpotLake JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("\"[{\\\"id\\\""u8) && start.IndexOf("InstanceTier"u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        using var outer = JsonRecords.Open(stream);
        if (outer.RootElement.ValueKind != JsonValueKind.String) throw new InvalidDataException("it is not a JSON string");
        using var inner = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(outer.RootElement.GetString() ?? ""));
        using var json = JsonRecords.Open(inner);
        var place = 0;
        foreach (var record in json.RootElement.EnumerateArray())
        {
            intake.Row(++place);
            var (tier, size) = (JsonRecords.Text(record, "InstanceTier"), JsonRecords.Text(record, "InstanceType"));
            if (tier is not ("Standard" or "Basic")) intake.Refuse($"there is no tier '{tier}'");
            else if (!Regions.TryGetValue(JsonRecords.Text(record, "Region"), out var region)) intake.Refuse($"nobody says which region '{JsonRecords.Text(record, "Region")}' is");
            else if (!Dates.TryParse(System.Text.Encoding.UTF8.GetBytes(JsonRecords.Text(record, "Date")), out var asOf)) intake.Refuse("the date is none");
            else Take(intake, record, $"{tier}_{size.Replace(' ', '_')}", region, asOf);
        }
    }

    private static void Take(Intake intake, JsonElement record, string type, string region, DateTimeOffset asOf)
    {
        if (intake.TryPrice(JsonRecords.Price(record, "OndemandPrice"), "a price of 0 means unknown", out var onDemand))
            intake.Keep(intake.Machine("azure", region, type, Purchase.OnDemand, onDemand) with { AsOf = asOf });
        if (!intake.TryPrice(JsonRecords.Price(record, "SpotPrice"), "a price of 0 means unknown", out var spot)) return;
        if (spot >= onDemand && onDemand.NanoUsd > 0) intake.LeaveOut("a spot price that is not below on demand");
        else intake.Keep(intake.Machine("azure", region, type, Purchase.Spot, spot) with { AsOf = asOf });
    }
}
