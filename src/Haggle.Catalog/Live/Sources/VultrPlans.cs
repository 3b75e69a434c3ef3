using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// Vultr's plans, each with the places that have it. The memory of accelerators is given for all of a plan, and a plan may have a part of one. Bare-metal
/// plans tell their accelerators in nothing but their name.
/// </summary>
internal sealed class VultrPlans(Uri root) : ILiveSource
{
    private const int PagesMax = 50;

    // Vultr lets the A100 with 80 GB only (vultr.com/products/cloud-gpu, 2026-08).
    private const double A100Gb = 80;

    public SourceAbout About { get; } = new()
    {
        Name = "vultr",
        Title = "Vultr plans",
        Provider = "vultr",
        Gives = "cloud and bare-metal plans with accelerators",
        Gap = TimeSpan.FromMilliseconds(100),
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("plans", new Uri(root, "/v2/plans?type=all&per_page=500")), new LivePart("plans_metal", new Uri(root, "/v2/plans-metal?per_page=500"))]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var next = part.Address;
        var place = 0;
        for (var page = 1; ; page++)
        {
            if (page > PagesMax) throw new InvalidDataException($"there are more than {PagesMax} pages");
            using var json = LiveJson.Parse(await reading.PageAsync(new WebQuestion(next), cancellationToken).ConfigureAwait(false), $"page {page} of the plans");
            foreach (var plan in LiveJson.Array(json.RootElement, part.Name).EnumerateArray())
            {
                reading.Intake.Row(++place);
                Take(reading.Intake, plan, part.Name == "plans_metal");
            }

            var cursor = JsonRecords.Text(LiveJson.Child(LiveJson.Child(json.RootElement, "meta"), "links"), "next");
            if (cursor.Length == 0) return PartTag.None;
            next = new Uri(part.Address, $"{part.Address.PathAndQuery}&cursor={Uri.EscapeDataString(cursor)}");
        }
    }

    private static void Take(Intake intake, JsonElement plan, bool isMetal)
    {
        var id = JsonRecords.Text(plan, "id");
        var (card, count, memory) = isMetal ? InName(id) : (JsonRecords.Text(plan, "gpu_type"), 0, JsonRecords.Number(plan, "gpu_vram_gb"));
        if (id.Length == 0) intake.Refuse("a plan without a name");
        else if (card.Length == 0) intake.LeaveOut("a plan without accelerators");
        else if (!LiveJson.Texts(plan, "locations").Any()) intake.LeaveOut("a plan that no place has");
        else if (intake.TryAccelerator(card, card.EndsWith("A100", StringComparison.OrdinalIgnoreCase) ? A100Gb : 0, out var model))
        {
            var number = count > 0 ? count : Math.Round(memory / model!.MemoryGb.Value, 3);
            if (!(number > 0) || (number > 1.05 && Math.Abs(number - Math.Round(number)) > 0.05)) intake.Refuse($"{memory:0} GB are no number of {model!.Name}");
            else Keep(intake, plan, id, model!, number > 0.95 ? Math.Round(number) : number);
        }
    }

    private static void Keep(Intake intake, JsonElement plan, string id, AcceleratorModel model, double count)
    {
        if (!intake.TryPrice(JsonRecords.Price(plan, "hourly_cost"), "a price of 0 means that it is not let by the hour", out var price)) return;
        var row = new PricedRow
        {
            Provider = "vultr",
            InstanceType = id,
            Accelerator = model,
            AcceleratorCount = count,
            Vcpus = Math.Max(JsonRecords.Number(plan, "vcpu_count"), JsonRecords.Number(plan, "cpu_threads")),
            Memory = Gib.FromMib((long)JsonRecords.Number(plan, "ram")),
            LocalDisk = Gib.FromGib(JsonRecords.Number(plan, "disk")),
            Purchase = Purchase.OnDemand,
            Price = price,
            Host = HostKind.DataCentre,
            Source = intake.File.Source,
            AsOf = intake.AsOf,
        };
        foreach (var place in LiveJson.Texts(plan, "locations")) intake.Keep(row with { Region = place });
    }

    // "vbm-64c-2048gb-8-h100-gpu": eight H100.
    private static (string Card, int Count, double Memory) InName(string id)
    {
        var words = id.Split('-');
        return words is [.., var count, var card, "gpu"] && int.TryParse(count, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? (card, number, 0) : ("", 0, 0);
    }
}
