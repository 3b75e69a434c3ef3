using System.Text.Json;
using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>AWS's Spot Instance Advisor: how often machines are taken back, by region and type. It has no prices; it is noted with the spot offers.</summary>
internal sealed class SpotAdvisorJson : IPriceFormat
{
    public string Name => "Spot Instance Advisor (JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("{"u8) && (start.IndexOf("\"spot_advisor\""u8) > 0 || start.IndexOf("\"emr\""u8) > 0);

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("spot_advisor", out var regions)) throw new InvalidDataException("there is no 'spot_advisor' in it");
        var place = 0;
        foreach (var region in JsonRecords.Fields(regions, "the list of regions"))
        {
            if (region.Value.ValueKind != JsonValueKind.Object || !region.Value.TryGetProperty("Linux", out var types)) continue;
            foreach (var type in JsonRecords.Fields(types, $"the list of machines of {region.Name}"))
            {
                intake.Row(++place);
                if (type.Value.ValueKind != JsonValueKind.Object || !type.Value.TryGetProperty("r", out var range) || range.ValueKind != JsonValueKind.Number || !range.TryGetInt32(out var index) || index is < 0 or > 4) intake.Refuse("the band is none of the five");
                else intake.Interruption("aws", region.Name, type.Name, (InterruptionBand)(index + 1));
            }
        }
    }
}
