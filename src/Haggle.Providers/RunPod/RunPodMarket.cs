using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Providers.Http;

namespace Haggle.Providers.RunPod;

/// <summary>What RunPod has in stock now, to the limits of the configuration. Prices and bids are for one card there; here for the pod, with its disk.</summary>
internal sealed class RunPodMarket(RunPodGraph graph, RunPodSettings settings, TimeProvider time)
{
    /// <summary>A GB of a running pod's disk for a month (RunPod, "Pod pricing", read 2026-11); a stopped pod's costs nothing and is lost.</summary>
    private const decimal DiskMonth = 0.10m;

    private const int DaysOfMonth = 30;
    private const string Community = "community";

    private static readonly int[] Counts = [1, 2, 4, 8];
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private (DateTimeOffset At, Task<ImmutableArray<PodOffer>> Offers) _last;

    public int DiskGb => Math.Max(1, (int)Math.Ceiling(settings.Disk.ToGib()));

    /// <summary>An hour of a pod's disk.</summary>
    public decimal DiskHour => Math.Round(DiskMonth * DiskGb / DaysOfMonth / 24, 6);

    public async Task<ImmutableArray<PodOffer>> OffersAsync(bool fresh, CancellationToken cancellationToken)
    {
        Task<ImmutableArray<PodOffer>> offers;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var holds = _last.Offers is { } last && !last.IsFaulted && !last.IsCanceled && (!last.IsCompleted || (!fresh && now - _last.At <= Holds));
            if (!holds) _last = (now, ReadAsync(now));
            offers = _last.Offers!;
        }

        return await offers.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The size of a pod as offers name it.</summary>
    public string TypeOf(string card, int count, bool isSecure) => $"{count}x-{_names.GetValueOrDefault(card, card).Replace(' ', '-')}-{(isSecure ? "secure" : Community)}";

    private async Task<ImmutableArray<PodOffer>> ReadAsync(DateTimeOffset now)
    {
        var offers = new List<PodOffer>();
        foreach (var place in settings.DataCentres.IsEmpty ? (ImmutableArray<string>)[""] : settings.DataCentres) offers.AddRange(await PlaceAsync(place, isSecure: true, now).ConfigureAwait(false));
        if (settings.TakesCommunity) offers.AddRange(await PlaceAsync("", isSecure: false, now).ConfigureAwait(false));
        return [.. offers.OrderBy(offer => offer.Quote.Rate)];
    }

    private async Task<List<PodOffer>> PlaceAsync(string centre, bool isSecure, DateTimeOffset now)
    {
        var query = new StringBuilder("query { gpuTypes { id displayName memoryInGb maxGpuCount securePrice communityPrice ");
        var where = centre.Length > 0 ? $"secureCloud:true,dataCenterId:\"{centre}\"" : isSecure ? "secureCloud:true" : "secureCloud:false";
        foreach (var count in Counts) query.Append(CultureInfo.InvariantCulture, $"n{count}: lowestPrice(input:{{gpuCount:{count},{where}}}) {{ minimumBidPrice uninterruptablePrice minVcpu minMemory stockStatus }} ");
        using var json = await graph.AskAsync(query.Append("} }").ToString(), mayRepeat: true, CancellationToken.None).ConfigureAwait(false);
        var offers = new List<PodOffer>();
        foreach (var card in Json.Items(Json.Child(json.RootElement, "data"), "gpuTypes"))
        {
            _names[Json.Text(card, "id")] = Json.Text(card, "displayName");
            if (AcceleratorTable.Resolve(Json.Text(card, "displayName"), (double)Json.Number(card, "memoryInGb"), out _) is not { } model) continue;
            foreach (var count in Counts.Where(count => count <= Json.Number(card, "maxGpuCount"))) offers.AddRange(Offers(card, model, count, centre, isSecure, now));
        }

        return offers;
    }

    private IEnumerable<PodOffer> Offers(JsonElement card, AcceleratorModel model, int count, string centre, bool isSecure, DateTimeOffset now)
    {
        var stock = Json.Child(card, string.Create(CultureInfo.InvariantCulture, $"n{count}"));
        if (Json.Text(stock, "stockStatus").Length == 0) yield break;
        var (id, type) = (Json.Text(card, "id"), TypeOf(Json.Text(card, "id"), count, isSecure));
        var like = new Offer
        {
            Key = default,
            Provider = RunPodKey.Provider,
            Region = centre,
            InstanceType = type,
            Accelerator = model.Name,
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib((double)model.MemoryGb.Value),
            Vcpus = (double)Json.Number(stock, "minVcpu"),
            Memory = Gib.FromGib((double)Json.Number(stock, "minMemory")),
            Billing = BillingRule.PerSecond,
        };
        if (Json.Number(card, isSecure ? "securePrice" : "communityPrice") is > 0 and var price) yield return Of(Purchase.OnDemand, price, null);

        // A bid is for one card, and taken in thousandths of a dollar.
        if (Json.Number(stock, "minimumBidPrice") is > 0 and var least && Math.Ceiling(least * (decimal)(1 + settings.BidAbove) * 1000) / 1000 is var bid) yield return Of(Purchase.Bid, bid, bid);

        PodOffer Of(Purchase purchase, decimal perCard, decimal? bidPerCard)
        {
            var key = new OfferKey($"runpod/{(centre.Length > 0 ? centre : "any")}/{type}/{(purchase == Purchase.Bid ? "bid" : "on-demand")}");
            return new PodOffer(new Quote(like with { Key = key, Purchase = purchase }, HourlyRate.FromUsd(Math.Round(perCard * count, 6) + DiskHour), new Provenance("RunPod catalogue", now)), id, count, isSecure, bidPerCard);
        }
    }
}
