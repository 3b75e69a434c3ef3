using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.RunPod;

/// <summary>Rents pods at RunPod: on demand through REST (version 2), spot through GraphQL, which REST does not know. What stopped is given back at once.</summary>
internal sealed class RunPodCloud(CloudCaller caller, RunPodSettings settings) : IRentalCloud
{
    /// <summary>What a pod of ours says of itself, since REST does not tell how it was bought.</summary>
    private const string BoughtVariable = "HAGGLE_BOUGHT";

    private const string Bid = "bid";

    private readonly RunPodGraph _graph = new(caller);
    private readonly RunPodMarket _market = new(new RunPodGraph(caller), settings, caller.Time);

    public ProviderName Name => RunPodKey.Provider;

    public ProviderTraits Traits { get; } = new()
    {
        ListLag = TimeSpan.FromMinutes(1),
        BootPatience = TimeSpan.FromMinutes(15),

        // SIGTERM, and five seconds later SIGKILL (RunPod, "Spot pods", read 2026-11); nobody saves a checkpoint in that.
        ReclaimNotice = TimeSpan.Zero,
        EndingBilled = TimeSpan.FromMinutes(1),
        ListEvery = TimeSpan.FromSeconds(15),
        ListGap = TimeSpan.FromSeconds(3),
    };

    // A pod has a key in its environment that may end this one pod.
    public MachineStart Start { get; } = new()
    {
        LoginUser = "root",
        BytesMax = 16 * 1024,
        End = $$"""curl -s -m 20 -H "Content-Type: application/json" -H "Authorization: Bearer $RUNPOD_API_KEY" -d "{\"query\":\"mutation{podTerminate(input:{podId:\\\"$RUNPOD_POD_ID\\\"})}\"}" {{settings.Endpoint.GetLeftPart(UriPartial.Authority)}}/graphql""",
    };

    public async Task<ImmutableArray<Quote>> QuotesAsync(bool fresh, CancellationToken cancellationToken) => [.. (await _market.OffersAsync(fresh, cancellationToken).ConfigureAwait(false)).Select(offer => offer.Quote)];

    public async Task<MakeAnswer> MakeAsync(LaunchRequest request, string script, CancellationToken cancellationToken)
    {
        var key = request.Quote.Offer.Key;
        if ((await _market.OffersAsync(fresh: false, cancellationToken).ConfigureAwait(false)).FirstOrDefault(each => each.Quote.Offer.Key == key) is not { } offer)
            return new MakeAnswer.None(new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(10), $"{key} is not offered any more"));
        try
        {
            var id = offer.BidPerCard is { } bid ? await SpotAsync(request, offer, bid, script, cancellationToken).ConfigureAwait(false) : await OnDemandAsync(request, offer, script, cancellationToken).ConfigureAwait(false);
            if (id.Length == 0) return new MakeAnswer.None(new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(10), $"RunPod has no {key} left"));
            return new MakeAnswer.Made(id);
        }
        catch (CloudError error)
        {
            return new MakeAnswer.None(RunPodErrors.Outcome(error, key.Value));
        }
        catch (ProviderException fault) when (fault.IsTransient)
        {
            return new MakeAnswer.Unknown(fault);
        }
    }

    public async Task<IReadOnlyList<RentedMachine>> ListAsync(CancellationToken cancellationToken)
    {
        // The catalogue tells what cards are called in offers.
        await _market.OffersAsync(fresh: false, cancellationToken).ConfigureAwait(false);
        using var json = await caller.AskAsync(new CloudQuestion("GET", "/v2/pods"), cancellationToken).ConfigureAwait(false);
        return [.. Json.Items(json.RootElement, "pods").Select(pod => Machine(pod, null)).OfType<RentedMachine>()];
    }

    public async Task<RentedMachine?> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", "/v2/pods/" + id), cancellationToken).ConfigureAwait(false);
            using var kind = await _graph.AskAsync($"query {{ pod(input:{{podId:{RunPodGraph.Text(id)}}}) {{ id podType }} }}", mayRepeat: true, cancellationToken).ConfigureAwait(false);
            return Machine(json.RootElement, Json.Text(Json.Child(Json.Child(kind.RootElement, "data"), "pod"), "podType"));
        }
        catch (CloudError error) when (error.Status == 404)
        {
            return null;
        }
    }

    public async Task DestroyAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("DELETE", "/v2/pods/" + id), cancellationToken).ConfigureAwait(false);
        }
        catch (CloudError error) when (error.Status == 404)
        {
            // Gone already.
        }
    }

    // The bill comes in buckets of an hour: it says how much, not when.
    public Task<RentalLife> LifeAsync(string id, CancellationToken cancellationToken) => Task.FromResult(RentalLife.Unknown);

    public bool IsName(string id) => id.Length is >= 10 and <= 20 && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));

    internal static (string Code, string Message) Error(JsonElement body) => ("", Json.Text(body, "detail") is { Length: > 0 } detail ? detail : Json.Text(body, "title"));

    /// <summary>The credit and what the pods cost an hour.</summary>
    public async Task<(string Who, decimal Credit, decimal PerHour)> AccountAsync(CancellationToken cancellationToken)
    {
        using var json = await _graph.AskAsync("query { myself { id email clientBalance currentSpendPerHr } }", mayRepeat: true, cancellationToken).ConfigureAwait(false);
        var me = Json.Child(Json.Child(json.RootElement, "data"), "myself");
        return (Json.Text(me, "email") is { Length: > 0 } mail ? mail : $"user {Json.Text(me, "id")}", Json.Number(me, "clientBalance"), Json.Number(me, "currentSpendPerHr"));
    }

    private async Task<string> OnDemandAsync(LaunchRequest request, PodOffer offer, string script, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["name"] = RentalMark.Of(request.Token),
            ["image"] = settings.Image,
            ["gpu"] = new JsonObject { ["id"] = offer.Card, ["count"] = offer.Count },
            ["cloud"] = offer.IsSecure ? "SECURE" : "COMMUNITY",
            ["disk"] = _market.DiskGb,
            ["ports"] = new JsonArray("22/tcp"),
            ["env"] = new JsonObject([.. Variables("on-demand").Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value))]),
            ["args"] = Arguments(script),
            ["startSsh"] = true,
        };
        if (offer.Quote.Offer.Region.Length > 0) body["dataCenterIds"] = new JsonArray(offer.Quote.Offer.Region);
        using var json = await caller.AskAsync(new CloudQuestion("POST", "/v2/pods") { Json = body.ToJsonString(), MayRepeat = false }, cancellationToken).ConfigureAwait(false);
        return Json.Text(json.RootElement, "id");
    }

    private async Task<string> SpotAsync(LaunchRequest request, PodOffer offer, decimal bid, string script, CancellationToken cancellationToken)
    {
        var place = offer.Quote.Offer.Region.Length > 0 ? $",dataCenterId:{RunPodGraph.Text(offer.Quote.Offer.Region)}" : "";
        var environment = string.Join(',', Variables(Bid).Select(each => $"{{key:{RunPodGraph.Text(each.Key)},value:{RunPodGraph.Text(each.Value)}}}"));
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"mutation {{ podRentInterruptable(input:{{bidPerGpu:{bid},cloudType:{(offer.IsSecure ? "SECURE" : "COMMUNITY")},gpuCount:{offer.Count},gpuTypeId:{RunPodGraph.Text(offer.Card)},name:{RunPodGraph.Text(RentalMark.Of(request.Token))},imageName:{RunPodGraph.Text(settings.Image)},containerDiskInGb:{_market.DiskGb},volumeInGb:0,ports:\"22/tcp\",startSsh:true,supportPublicIp:true,dockerArgs:{RunPodGraph.Text(Arguments(script))},env:[{environment}]{place}}}) {{ id costPerHr }} }}");
        using var json = await _graph.AskAsync(query, mayRepeat: false, cancellationToken).ConfigureAwait(false);
        return Json.Text(Json.Child(Json.Child(json.RootElement, "data"), "podRentInterruptable"), "id");
    }

    private KeyValuePair<string, string>[] Variables(string bought) => [new("PUBLIC_KEY", settings.PublicKey.Trim()), new(BoughtVariable, bought)];

    // Beside the image's own start, which brings up ssh.
    private static string Arguments(string script) => $"bash -c 'echo {Convert.ToBase64String(Encoding.UTF8.GetBytes(script))} | base64 -d >/start-haggle && sh /start-haggle; exec /start.sh'";

    /// <param name="pod">By REST's word.</param>
    /// <param name="kind">By GraphQL's word; null where it was not asked.</param>
    private RentedMachine? Machine(JsonElement pod, string? kind)
    {
        if (RentalMark.Read(Json.Text(pod, "name")) is not { } token) return null;
        var (state, gpu, direct) = (Json.Text(pod, "status"), Json.Child(pod, "gpu"), Json.Child(Json.Child(pod, "ssh"), "direct"));
        if (state == "TERMINATED") return null;
        var isBid = kind is not null ? kind is "INTERRUPTABLE" or "BID" : Json.Text(Json.Child(pod, "env"), BoughtVariable) == Bid;
        var count = Math.Max(1, (int)Json.Number(gpu, "count"));
        var status = state switch { "RUNNING" => MachineStatus.Running, "PROVISIONING" or "STARTING" => MachineStatus.Pending, _ => MachineStatus.Ending };
        return new RentedMachine
        {
            Id = Json.Text(pod, "id"),
            Token = token,
            Status = status,
            IsTaken = isBid && status == MachineStatus.Ending,
            Address = Json.Text(direct, "host"),
            SshHost = Json.Text(direct, "host"),
            SshPort = direct.ValueKind == JsonValueKind.Object ? (int)Json.Number(direct, "port") : 22,
            InstanceType = _market.TypeOf(Json.Text(gpu, "id"), count, Json.Text(pod, "cloud") == "SECURE"),
            Purchase = isBid ? Purchase.Bid : Purchase.OnDemand,
            AcceleratorCount = count,
            Rate = Json.Number(pod, "cost") is > 0 and var cost ? HourlyRate.FromUsd(Math.Round(cost, 6) + _market.DiskHour) : null,

            // A stopped pod without a volume costs nothing; it is told, so that the rate ends where it stopped.
            RestRate = status == MachineStatus.Ending ? HourlyRate.Free : null,
            RunningSince = Json.Instant(pod, "startedAt"),
            About = $"{(Json.Text(pod, "dataCenterId") is { Length: > 0 } place ? place + ", " : "")}{state.ToLowerInvariant()}",
        };
    }
}
