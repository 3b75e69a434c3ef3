using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>DigitalOcean's droplets with accelerators, by region.</summary>
internal sealed class DigitalOceanSizes(Uri root) : ILiveSource
{
    private const int PagesMax = 50;

    public SourceAbout About { get; } = new()
    {
        Name = "digitalocean",
        Title = "DigitalOcean sizes",
        Provider = "digitalocean",
        Gives = "droplets on demand, by region",
        Needs = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"],
        Gap = TimeSpan.FromMilliseconds(100),
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", new Uri(root, "/v2/sizes?per_page=200&page=1"))]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var token = reading.Variable("DIGITALOCEAN_TOKEN") ?? reading.Variable("DIGITALOCEAN_ACCESS_TOKEN");
        var place = 0;
        for (int page = 1; page <= PagesMax; page++)
        {
            var question = new WebQuestion(new Uri(root, $"/v2/sizes?per_page=200&page={page}")) { Headers = [("Authorization", "Bearer " + token)] };
            using var json = LiveJson.Parse(await reading.PageAsync(question, cancellationToken).ConfigureAwait(false), $"page {page} of the sizes");
            foreach (var size in LiveJson.Array(json.RootElement, "sizes").EnumerateArray())
            {
                reading.Intake.Row(++place);
                Take(reading.Intake, size);
            }

            if (JsonRecords.Text(LiveJson.Child(LiveJson.Child(json.RootElement, "links"), "pages"), "next").Length == 0) return PartTag.None;
        }

        throw new InvalidDataException($"there are more than {PagesMax} pages");
    }

    private static void Take(Intake intake, JsonElement size)
    {
        var (slug, gpu) = (JsonRecords.Text(size, "slug"), LiveJson.Child(size, "gpu_info"));
        var count = JsonRecords.Number(gpu, "count");
        AcceleratorModel? model = null;
        if (slug.Length == 0) intake.Refuse("a size without a name");
        else if (LiveJson.Flag(size, "available") == false || !LiveJson.Texts(size, "regions").Any()) intake.LeaveOut("a size that no region has");
        else if (count > 0 && !intake.TryAccelerator(JsonRecords.Text(gpu, "model"), JsonRecords.Number(LiveJson.Child(gpu, "vram"), "amount"), out model)) return;
        else if (intake.TryPrice(JsonRecords.Price(size, "price_hourly"), "a price of 0 means that it is not let so", out var price))
            foreach (var region in LiveJson.Texts(size, "regions"))
                intake.Keep(intake.Machine("digitalocean", region, slug, Purchase.OnDemand, price) with
                {
                    Accelerator = model,
                    AcceleratorCount = model is null ? 0 : count,
                    Vcpus = JsonRecords.Number(size, "vcpus"),
                    Memory = Gib.FromMib((long)JsonRecords.Number(size, "memory")),
                    LocalDisk = Gib.FromGib(JsonRecords.Number(size, "disk")),
                    Architecture = CpuArchitecture.X64,
                });
    }
}
