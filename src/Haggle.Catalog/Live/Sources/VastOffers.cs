using System.Text;
using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Web;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// What can be rented at Vast.ai now: verified machines that nobody has. One search gives both prices: of a whole machine to keep, and the least bid for it.
/// Disk is billed apart and is in neither.
/// </summary>
internal sealed class VastOffers(Uri root) : ILiveSource
{
    // The market has a few thousand; the search gives so many at most, the cheapest first.
    private const int OffersMax = 20_000;

    public SourceAbout About { get; } = new()
    {
        Name = "vast",
        Title = "Vast.ai offers",
        Provider = "vast",
        Gives = "machines to rent now: on demand and the least bid",
        Address = root,
    };

    public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LivePart>>([new LivePart("all", new Uri(root, "/api/v0/bundles/"))]);

    public async Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken)
    {
        var question = new WebQuestion(part.Address)
        {
            Json = Encoding.UTF8.GetBytes($$"""{"limit":{{OffersMax}},"type":"ondemand","verified":{"eq":true},"rentable":{"eq":true},"rented":{"eq":false},"order":[["dph_total","asc"]]}"""),
            Headers = reading.Variable("VAST_API_KEY") is { } key ? [("Authorization", "Bearer " + key)] : [],
        };
        using var json = LiveJson.Parse(await reading.PageAsync(question, cancellationToken).ConfigureAwait(false), "the list of offers");
        var place = 0;
        foreach (var offer in LiveJson.Array(json.RootElement, "offers").EnumerateArray())
        {
            reading.Intake.Row(++place);
            Take(reading.Intake, offer);
        }

        if (place >= OffersMax) throw new InvalidDataException($"there are more than {OffersMax:N0} offers: the dearest are not in the answer");
        return PartTag.None;
    }

    private static void Take(Intake intake, JsonElement offer)
    {
        // The search's filters are advice: each offer is looked at again.
        var count = JsonRecords.Number(offer, "num_gpus");
        var machine = JsonRecords.Number(offer, "machine_id");
        if (LiveJson.Flag(offer, "rentable") == false || LiveJson.Flag(offer, "rented") == true) intake.LeaveOut("rented by somebody");
        else if (JsonRecords.Text(offer, "verification") is { Length: > 0 } word && word != "verified") intake.LeaveOut("a machine that is not verified");
        else if (!(count >= 1) || !(machine >= 1)) intake.Refuse("no number of accelerators or no machine");
        else if (intake.TryAccelerator(JsonRecords.Text(offer, "gpu_name"), JsonRecords.Number(offer, "gpu_ram") / 1024, out var model)) Keep(intake, offer, model!, (int)count, (long)machine);
    }

    private static void Keep(Intake intake, JsonElement offer, AcceleratorModel model, int count, long machine)
    {
        var (cores, share) = (JsonRecords.Number(offer, "cpu_cores"), JsonRecords.Number(offer, "cpu_cores_effective"));

        // cpu_ram is that of the whole host; an offer gets its part of it as it gets its part of the cores.
        var memory = JsonRecords.Number(offer, "cpu_ram") * (cores > 0 && share > 0 ? Math.Min(1, share / cores) : 1);
        var row = new PricedRow
        {
            Provider = "vast",
            Region = JsonRecords.Text(offer, "geolocation"),
            InstanceType = $"{count}x-{JsonRecords.Text(offer, "gpu_name").Replace(' ', '_')}-m{machine}",
            Accelerator = model,
            AcceleratorCount = count,
            Vcpus = share,
            Memory = Gib.FromMib((long)memory),
            LocalDisk = Gib.FromGib(Math.Floor(JsonRecords.Number(offer, "disk_space"))),
            Architecture = JsonRecords.Text(offer, "cpu_arch") switch { "amd64" => CpuArchitecture.X64, "arm64" => CpuArchitecture.Arm64, _ => CpuArchitecture.Unknown },
            Purchase = Purchase.OnDemand,
            Price = Money.Zero,
            Host = JsonRecords.Number(offer, "hosting_type") >= 1 ? HostKind.DataCentre : HostKind.PrivatePerson,
            Reliability = (JsonRecords.Number(offer, "reliability2"), JsonRecords.Number(offer, "reliability")) switch { ( > 0 and var newer, _) => newer, (_, > 0 and var older) => older, _ => null },
            CudaTenths = (int)Math.Round(JsonRecords.Number(offer, "cuda_max_good") * 10),
            Available = true,
            Source = intake.File.Source,
            AsOf = intake.AsOf,
        };
        if (intake.TryPrice(JsonRecords.Price(offer, "dph_base"), "a price of 0 means unknown", out var price)) intake.Keep(row with { Price = price });
        if (intake.TryPrice(JsonRecords.Price(offer, "min_bid"), "no bid is taken", out var bid)) intake.Keep(row with { Purchase = Purchase.Bid, Price = bid });
    }
}
