using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>A curated list of offers of many providers, one accelerator each, with a source address for every row.</summary>
internal sealed class OfferingsJson : IPriceFormat
{
    public string Name => "curated offers (JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.TrimStart(" \r\n"u8).StartsWith("["u8) && start.IndexOf("\"provider_id\""u8) > 0 && start.IndexOf("\"price_usd_hour\""u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var place = 0;
        foreach (var record in json.RootElement.EnumerateArray())
        {
            intake.Row(++place);
            if (!ids.Add(JsonRecords.Text(record, "id"))) intake.Refuse("the id comes twice");
            else Take(intake, record);
        }
    }

    private static void Take(Intake intake, JsonElement record)
    {
        var (spelling, link, tier) = (JsonRecords.Text(record, "gpu_model"), JsonRecords.Text(record, "interconnect"), JsonRecords.Text(record, "tier"));
        var provider = Marketplaces.Name(JsonRecords.Text(record, "provider_id"));
        if (provider.Length == 0 || !record.TryGetProperty("is_spot", out var isSpot) || isSpot.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) intake.Refuse("no provider, or it does not say whether it is spot");
        else if (!Dates.TryParse(System.Text.Encoding.UTF8.GetBytes(JsonRecords.Text(record, "collected_at")), out var asOf)) intake.Refuse("the date is none");
        else if (intake.TryAccelerator(Spelled(spelling, link), JsonRecords.Number(record, "vram_gb"), out var model)
            && intake.TryPrice(JsonRecords.Price(record, "price_usd_hour"), "a price of 0 means unknown", out var price))
            intake.Keep(new Store.PricedRow
            {
                Provider = provider,
                InstanceType = $"1x-{model!.Name}-{tier}",
                Accelerator = model,
                AcceleratorCount = 1,
                Vcpus = JsonRecords.Number(record, "vcpu"),
                Memory = Gib.FromGib(JsonRecords.Number(record, "ram_gb")),
                Purchase = isSpot.GetBoolean() ? Purchase.Spot : Purchase.OnDemand,
                Price = price,
                Host = Marketplaces.HostOf(provider, tier),
                Source = JsonRecords.Text(record, "source_url") is { Length: > 0 } address ? address : intake.File.Source,
                AsOf = asOf,
            });
    }

    // The form is in its own field, and cards of one name differ by it; a name that says a form itself goes first.
    private static string Spelled(string spelling, string link) => link is "PCIe" && (spelling.Contains("A100", StringComparison.Ordinal) || spelling.Contains("H100", StringComparison.Ordinal)) && !spelling.Contains("PCIe", StringComparison.Ordinal) ? spelling + " PCIe" : spelling;
}
