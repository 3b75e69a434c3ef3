using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Providers.Http;

namespace Haggle.Providers.Vast;

/// <summary>
/// What can be rented now, to the limits of the configuration. The search's filters are advice: each offer is looked at again. Prices hold the disk, which is billed
/// beside the machine.
/// </summary>
internal sealed class VastMarket(CloudCaller caller, VastSettings settings)
{
    private const string Source = "vast.ai search";

    /// <summary>The market changes by the minute; who plans needs no newer one than this.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(1);

    // The cheapest so many of a few thousand: nobody takes a dearer one while one of these is there.
    private const int OffersMax = 1000;

    private readonly Lock _lock = new();
    private (DateTimeOffset At, Task<ImmutableArray<VastAsk>> Asks) _last;

    /// <summary>The offers. Whoever asks while somebody else does gets the same answer.</summary>
    public async Task<ImmutableArray<VastAsk>> AsksAsync(bool fresh, CancellationToken cancellationToken)
    {
        Task<ImmutableArray<VastAsk>> asks;
        lock (_lock)
        {
            var now = caller.Time.GetUtcNow();
            var holds = _last.Asks is { } last && !last.IsFaulted && !last.IsCanceled && (!last.IsCompleted || (!fresh && now - _last.At <= Holds));
            if (!holds) _last = (now, SearchAsync(CancellationToken.None));
            asks = _last.Asks!;
        }

        return await asks.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<VastAsk>> SearchAsync(CancellationToken cancellationToken)
    {
        using var json = await caller.AskAsync(new CloudQuestion("POST", "/api/v0/bundles/") { Json = Question().ToJsonString(), Kind = "show" }, cancellationToken).ConfigureAwait(false);
        var asks = new Dictionary<OfferKey, VastAsk>();
        foreach (var offer in Json.Items(json.RootElement, "offers").Where(Suits))
            foreach (var ask in Asks(offer, caller.Time.GetUtcNow()))
                if (!asks.TryGetValue(ask.Quote.Offer.Key, out var other) || ask.Quote.Rate < other.Quote.Rate) asks[ask.Quote.Offer.Key] = ask;
        return [.. asks.Values.OrderBy(ask => ask.Quote.Rate)];
    }

    private JsonObject Question()
    {
        var question = new JsonObject
        {
            ["limit"] = OffersMax,
            ["type"] = "ondemand",
            ["allocated_storage"] = DiskGb,
            ["rentable"] = Equal(true),
            ["rented"] = Equal(false),
            ["reliability"] = new JsonObject { ["gte"] = settings.Reliability },
            ["disk_space"] = new JsonObject { ["gte"] = DiskGb },
            ["order"] = new JsonArray(new JsonArray("dph_total", "asc")),
        };
        if (!settings.TakesUnverified) question["verified"] = Equal(true);
        if (settings.DataCentresOnly) question["datacenter"] = Equal(true);
        if (!settings.Countries.IsEmpty) question["geolocation"] = new JsonObject { ["in"] = new JsonArray([.. settings.Countries.Select(country => (JsonNode)country)]) };
        return question;

        static JsonObject Equal(bool value) => new() { ["eq"] = value };
    }

    /// <summary>The disk in GB, rounded up.</summary>
    public int DiskGb => Math.Max(8, (int)Math.Ceiling(settings.Disk.ToGib() * 1.073741824));

    private bool Suits(JsonElement offer) =>
        Json.Child(offer, "rentable").ValueKind != JsonValueKind.False
        && !Json.Flag(offer, "rented")
        && (settings.TakesUnverified || Json.Text(offer, "verification") is "" or "verified")
        && (!settings.DataCentresOnly || Json.Number(offer, "hosting_type") >= 1)
        && (settings.Countries.IsEmpty || settings.Countries.Any(country => Json.Text(offer, "geolocation").EndsWith(country, StringComparison.OrdinalIgnoreCase)))
        && (double)(Json.Number(offer, "reliability2") is > 0 and var newer ? newer : Json.Number(offer, "reliability")) >= settings.Reliability
        && Json.Number(offer, "disk_space") >= DiskGb
        && Json.Number(offer, "num_gpus") >= 1 && Json.Number(offer, "machine_id") >= 1 && Json.Number(offer, "id") >= 1;

    private IEnumerable<VastAsk> Asks(JsonElement offer, DateTimeOffset now)
    {
        if (AcceleratorTable.Resolve(Json.Text(offer, "gpu_name"), (double)(Json.Number(offer, "gpu_ram") / 1024), out _) is not { } model) yield break;
        var (count, ask) = ((int)Json.Number(offer, "num_gpus"), (long)Json.Number(offer, "id"));
        var (cores, share) = (Json.Number(offer, "cpu_cores"), Json.Number(offer, "cpu_cores_effective"));
        var like = new Offer
        {
            Key = default,
            Provider = VastKey.Provider,
            Region = Json.Text(offer, "geolocation"),
            InstanceType = TypeOf(offer),
            Accelerator = model.Name,
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib((double)model.MemoryGb.Value),
            Vcpus = (double)share,
            Memory = Gib.FromMib((long)(Json.Number(offer, "cpu_ram") * (cores > 0 && share > 0 ? Math.Min(1, share / cores) : 1))),
            Billing = BillingRule.PerSecond,
        };
        var disk = Json.Number(offer, "storage_cost") * DiskGb / DaysOfMonth / 24;
        if (Json.Number(offer, "dph_base") is > 0 and var kept) yield return Of(Purchase.OnDemand, kept, null);

        // A bid is paid as it is made, and taken in thousandths of a dollar.
        if (Json.Number(offer, "min_bid") is > 0 and var least && Math.Ceiling(least * (decimal)(1 + settings.BidAbove) * 1000) / 1000 is >= 0.001m and <= 128m and var bid) yield return Of(Purchase.Bid, bid, bid);

        VastAsk Of(Purchase purchase, decimal usd, decimal? bid)
        {
            var key = new OfferKey($"vast/{like.Region}/{like.InstanceType}/{(purchase == Purchase.Bid ? "bid" : "on-demand")}");
            return new VastAsk(new Quote(like with { Key = key, Purchase = purchase }, Usd(usd + disk), new Provenance(Source, now)), ask, bid);
        }
    }

    /// <summary>The machine's size: the cards and whose they are, "2x-RTX_4090-m123".</summary>
    public static string TypeOf(JsonElement machine) => string.Create(CultureInfo.InvariantCulture, $"{Json.Number(machine, "num_gpus"):0}x-{Json.Text(machine, "gpu_name").Replace(' ', '_')}-m{Json.Number(machine, "machine_id"):0}");

    /// <summary>Dollars an hour as vast.ai writes them, in floating point.</summary>
    public static HourlyRate Usd(decimal usd) => HourlyRate.FromUsd(Math.Round(usd, 6));

    private const int DaysOfMonth = 30;
}
