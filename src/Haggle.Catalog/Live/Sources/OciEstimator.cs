using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// Oracle's shapes and products as its cost estimator reads them. Prices are the same in all regions, so offers have none. A shape with accelerators is
/// priced by the accelerator through its OCPU product; a preemptible machine is half the price.
/// </summary>
internal sealed class OciEstimator(Uri root) : ILiveSource
{
    // Shapes say "GPU4", not which card: by Oracle's list of shapes (docs.oracle.com, Compute Shapes, 2026-08).
    private static readonly (string Part, string Card, double MemoryGb)[] Cards =
    [
        ("GPU2.", "P100", 16), ("GPU3.", "V100", 16), ("GPU4.", "A100", 40), ("GPU.A100-v2.", "A100", 80), ("GPU.A10.", "A10", 24), ("GPU.L40S.", "L40S", 48), ("GPU.H100.", "H100", 80),
        ("GPU.H200.", "H200", 141), ("GPU.B200.", "B200", 0), ("GPU.GB200.", "GB200", 0), ("GPU.MI300X.", "MI300X", 192), ("GPU.A100.", "A100", 40),
    ];

    public SourceAbout About { get; } = new()
    {
        Name = "oci",
        Title = "Oracle Cloud estimator",
        Provider = "oci",
        Gives = "compute shapes on demand and preemptible, for all regions alike",
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", root)]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var folder = new Uri(root, "/a/ocom/docs/cloudestimator2/data/");
        using var products = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(folder, "products.json")), cancellationToken).ConfigureAwait(false), "the list of products");
        using var shapes = LiveJson.Parse(await reading.PageAsync(new WebQuestion(new Uri(folder, "shapes.json")), cancellationToken).ConfigureAwait(false), "the list of shapes");
        var prices = Prices(products.RootElement);
        var place = 0;
        foreach (var shape in LiveJson.Array(shapes.RootElement, "items").EnumerateArray())
        {
            reading.Intake.Row(++place);
            Take(reading.Intake, shape, prices);
        }

        return PartTag.None;
    }

    private static Dictionary<string, Money> Prices(JsonElement products)
    {
        var prices = new Dictionary<string, Money>(StringComparer.Ordinal);
        foreach (var product in LiveJson.Array(products, "items").EnumerateArray())
        {
            if (JsonRecords.Text(product, "billingModel") != "UCM" || JsonRecords.Text(product, "pricetype") != "HOUR") continue;
            foreach (var currency in LiveJson.Array(product, "currencyCodeLocalizations").EnumerateArray().Where(currency => JsonRecords.Text(currency, "currencyCode") == "USD"))
                foreach (var price in LiveJson.Array(currency, "prices").EnumerateArray().Where(price => JsonRecords.Text(price, "model") == "PAY_AS_YOU_GO"))
                    if (PriceText.TryParse(JsonRecords.Price(price, "value"), out var usd, out _) && usd > Money.Zero) prices[JsonRecords.Text(product, "partNumber")] = usd;
        }

        return prices.Count > 0 ? prices : throw new InvalidDataException("the list of products has no price in dollars by the hour");
    }

    private static void Take(Intake intake, JsonElement shape, Dictionary<string, Money> prices)
    {
        var name = JsonRecords.Text(shape, "name");
        var count = JsonRecords.Number(shape, "gpuQty");
        if (name.Length == 0) intake.Refuse("a shape without a name");
        else if (LiveJson.Flag(shape, "hidden") == true || JsonRecords.Text(shape, "status") is { Length: > 0 } status && !status.Equals("ACTIVE", StringComparison.OrdinalIgnoreCase)) intake.LeaveOut("a shape that is hidden or not active");
        else if (!(count > 0)) intake.LeaveOut("a shape without accelerators: its size is free, so it has no one price");
        else if (Card(name) is not { } card) intake.Refuse($"nobody says which accelerator {name} has");
        else if (intake.TryAccelerator(card.Card, card.MemoryGb, out var model)) Keep(intake, shape, name, count, model!, prices);
    }

    private static void Keep(Intake intake, JsonElement shape, string name, double count, AcceleratorModel model, Dictionary<string, Money> prices)
    {
        double ocpus = 0;
        Money? each = null;
        foreach (var product in LiveJson.Array(shape, "products").EnumerateArray())
        {
            if (JsonRecords.Text(LiveJson.Child(product, "type"), "value") != "ocpu") continue;
            ocpus = JsonRecords.Number(product, "qty");
            each = prices.TryGetValue(JsonRecords.Text(product, "partNumber"), out var price) ? price : null;
        }

        if (each is not { } perCard || count != Math.Floor(count))
        {
            intake.Refuse("no price for its product, or part of an accelerator");
            return;
        }

        // Flags of A10 and A100 shapes call their processors ARM; only the A1 family is, and it has no accelerators.
        var row = intake.Machine("oci", "", name, Purchase.OnDemand, perCard * (long)count) with
        {
            Accelerator = model,
            AcceleratorCount = count,
            Vcpus = ocpus * 2,
            Memory = Gib.FromGib(JsonRecords.Number(shape, "bundleMemoryQty")),
            Architecture = CpuArchitecture.X64,
        };
        intake.Keep(row);
        if (LiveJson.Flag(shape, "allowPreemptible") == true) intake.Keep(row with { Purchase = Purchase.Spot, Price = new Money((row.Price.NanoUsd + 1) / 2) });
    }

    private static (string Card, double MemoryGb)? Card(string shape)
    {
        foreach (var (part, card, memory) in Cards)
            if (shape.Contains(part, StringComparison.OrdinalIgnoreCase)) return (card, memory);
        return null;
    }
}
