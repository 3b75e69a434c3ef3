using System.Text.Json;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Imports;

/// <summary>Offers in Haggle's own schema (docs: data/market.json): single facts that no price list has, such as free tiers and providers that have closed.</summary>
internal sealed class OwnSchemaJson : IPriceFormat
{
    public string Name => "offers in haggle's own schema (JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("{"u8) && start.IndexOf("\"schema\""u8) is >= 0 and < 32 && start.IndexOf("\"offers\""u8) is > 0 and < 64;

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        if (!json.RootElement.TryGetProperty("offers", out var offers) || offers.ValueKind != JsonValueKind.Array) throw new InvalidDataException("there is no list called 'offers'");
        var place = 0;
        foreach (var row in offers.EnumerateArray())
        {
            intake.Row(++place);
            try
            {
                intake.Keep(BuiltInMarket.ReadRow(row));
            }
            catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                intake.Refuse(fault.Message);
            }
        }
    }
}
