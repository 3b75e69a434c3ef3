using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// What the parts of machines cost by region: cores and memory of a family, accelerators, local disk. Which part a price is for stands in nothing but its
/// description ("A2 Instance Core running in Iowa", "Nvidia Tesla A100 GPU attached to Spot Preemptible VMs running in Iowa").
/// </summary>
internal sealed class GcpPartPrices(Intake intake)
{
    public const string LocalDisk = "local disk";

    private static readonly string[] Others = ["Sole Tenancy", "Reserved", "Premium", "Custom", "uspended", "Commitment", "DWS", "Calendar", "Extended", "Upgrade", "Reservation"];

    // Left what the description says, right the name of the accelerator; the longer ones first.
    private static readonly (string Words, string Card)[] Cards =
    [
        ("nvidia tesla a100 80gb", "A100-80GB"), ("nvidia tesla a100", "A100"), ("nvidia h100 80gb mega", "H100 mega"), ("nvidia h100 80gb plus", "H100 mega"), ("nvidia h100 mega 80gb", "H100 mega"), ("nvidia h100 80gb", "H100"),
        ("nvidia h200", "H200"), ("nvidia l4", "L4"), ("nvidia rtx pro 6000", "RTXPRO6000"), ("nvidia rtx 6000 96gb", "RTXPRO6000"), ("nvidia tesla t4", "T4"), ("nvidia tesla v100", "V100"), ("nvidia tesla p100", "P100"), ("nvidia tesla p4", "P4"),
    ];

    private readonly Dictionary<(string Part, string Region, bool IsSpot), Money> _prices = [];
    private readonly HashSet<string> _regions = new(StringComparer.Ordinal);
    private long _place;

    public int Count => _prices.Count;

    public IEnumerable<string> Regions => _regions.Order(StringComparer.Ordinal);

    /// <summary>The price of a part: "core n2", "ram a3-megagpu", "gpu L4", "local disk"; null when the region has none.</summary>
    public Money? Find(string part, string region, bool isSpot) => _prices.TryGetValue((part, region, isSpot), out var price) ? price : null;

    public void Add(JsonElement sku)
    {
        intake.Row(++_place);
        var (category, words) = (LiveJson.Child(sku, "category"), JsonRecords.Text(sku, "description"));
        var usage = JsonRecords.Text(category, "usageType");
        if (usage is not ("OnDemand" or "Preemptible") || JsonRecords.Text(category, "resourceFamily") is not ("Compute" or "Storage") || Others.Any(other => words.Contains(other, StringComparison.Ordinal))) intake.LeaveOut("a price of something else than a machine of one's own");
        else if (Part(words) is not { } part) intake.LeaveOut("a price of something else than a core, memory, an accelerator or local disk");
        else if (Expression(sku) is not { } expression) intake.Refuse("no price");
        else if (JsonRecords.Text(expression, "usageUnit") != Unit(part)) intake.Refuse($"the unit is '{JsonRecords.Text(expression, "usageUnit")}', not '{Unit(part)}'");
        else if (!TryMoney(expression, out var price)) intake.Refuse("the price is none in dollars");
        else if (price == Money.Zero) intake.LeaveOut("a price of 0 means that it is not sold so");
        else
            foreach (var region in LiveJson.Texts(sku, "serviceRegions"))
            {
                _regions.Add(region);
                _prices[(part, region, usage == "Preemptible")] = price;
            }
    }

    // The last entry is the one that holds.
    private static JsonElement? Expression(JsonElement sku) =>
        LiveJson.Child(sku, "pricingInfo") is { ValueKind: JsonValueKind.Array } pricing && pricing.GetArrayLength() > 0 && LiveJson.Child(pricing[pricing.GetArrayLength() - 1], "pricingExpression") is { ValueKind: JsonValueKind.Object } expression ? expression : null;

    private static string Unit(string part) => part == LocalDisk ? "GiBy.mo" : part.StartsWith("ram ", StringComparison.Ordinal) ? "GiBy.h" : "h";

    private static string? Part(string description)
    {
        var words = description.Replace("Spot Preemptible ", "", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
        if (words.StartsWith("ssd backed local storage", StringComparison.Ordinal)) return LocalDisk;
        if (words.IndexOf(" running", StringComparison.Ordinal) is > 0 and var running) words = words[..running];
        if (words.IndexOf(" attached", StringComparison.Ordinal) is > 0 and var attached) words = words[..attached];
        if (words.EndsWith(" gpu", StringComparison.Ordinal))
        {
            foreach (var (start, card) in Cards)
                if (words.StartsWith(start, StringComparison.Ordinal)) return "gpu " + card;
            return null;
        }

        var kind = words.EndsWith(" core", StringComparison.Ordinal) ? "core" : words.EndsWith(" ram", StringComparison.Ordinal) ? "ram" : "";
        if (kind.Length == 0 || !words.Contains(" instance", StringComparison.Ordinal) && !words.StartsWith("compute optimized", StringComparison.Ordinal)) return null;
        return $"{kind} {Family(words)}";
    }

    private static string Family(string words) => words switch
    {
        _ when words.StartsWith("memory-optimized", StringComparison.Ordinal) => "m1",
        _ when words.StartsWith("compute optimized", StringComparison.Ordinal) => "c2",
        _ when words.StartsWith("a3plus", StringComparison.Ordinal) => "a3-megagpu",
        _ when words.StartsWith("a3ultra", StringComparison.Ordinal) => "a3-ultragpu",
        _ => words[..words.IndexOf(' ', StringComparison.Ordinal)],
    };

    // "units" is a text, "nanos" a number: thousand-millionths, which is just what Money counts in.
    private static bool TryMoney(JsonElement expression, out Money price)
    {
        price = Money.Zero;
        if (LiveJson.Child(expression, "tieredRates") is not { ValueKind: JsonValueKind.Array } tiers || tiers.GetArrayLength() == 0) return false;
        var unit = LiveJson.Child(tiers[0], "unitPrice");
        if (JsonRecords.Text(unit, "currencyCode") != "USD" || !long.TryParse(JsonRecords.Text(unit, "units"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var whole)) return false;
        var nanos = LiveJson.Child(unit, "nanos") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var part) ? part : 0;
        if (whole > 1_000_000 || nanos is < 0 or > 999_999_999) return false;
        price = new Money((whole * 1_000_000_000) + nanos);
        return true;
    }
}
