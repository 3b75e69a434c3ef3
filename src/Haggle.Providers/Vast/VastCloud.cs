using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Vast;

/// <summary>Rents containers on hosts of vast.ai, on demand and by bid. What is not running costs its disk: what stopped is given back at once.</summary>
internal sealed class VastCloud(CloudCaller caller, VastSettings settings) : IRentalCloud
{
    private const int PageMax = 25;
    private const int PagesMax = 200;

    private readonly VastMarket _market = new(caller, settings);

    /// <summary>The least time between two calls of a kind (vast.ai names it in each refusal: "endpoint threshold=4.5").</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Gaps { get; } = new Dictionary<string, TimeSpan>
    {
        ["create"] = TimeSpan.FromSeconds(4.5),
        ["destroy"] = TimeSpan.FromSeconds(3),
        ["show"] = TimeSpan.FromSeconds(2),
    };

    public ProviderName Name => VastKey.Provider;

    public ProviderTraits Traits { get; } = new()
    {
        ListLag = TimeSpan.FromMinutes(1),

        // The host fetches the image first; a slow one takes a quarter of an hour for some GB.
        BootPatience = TimeSpan.FromMinutes(20),
        EndingBilled = TimeSpan.FromMinutes(1),
        ListEvery = TimeSpan.FromSeconds(20),
        ListGap = TimeSpan.FromSeconds(4),
    };

    // A container of vast.ai has a key in its environment that may end this one container and nothing else.
    public MachineStart Start { get; } = new()
    {
        LoginUser = "root",
        PublicKey = settings.PublicKey,
        BytesMax = 4048,
        End = $"curl -s -m 20 -X DELETE -H \"Authorization: Bearer $CONTAINER_API_KEY\" {settings.Endpoint.GetLeftPart(UriPartial.Authority)}/api/v0/instances/$CONTAINER_ID/",
    };

    public async Task<ImmutableArray<Quote>> QuotesAsync(bool fresh, CancellationToken cancellationToken) => [.. (await _market.AsksAsync(fresh, cancellationToken).ConfigureAwait(false)).Select(ask => ask.Quote)];

    public async Task<MakeAnswer> MakeAsync(LaunchRequest request, string script, CancellationToken cancellationToken)
    {
        var offer = request.Quote.Offer;
        var asks = await _market.AsksAsync(fresh: false, cancellationToken).ConfigureAwait(false);
        if (asks.FirstOrDefault(each => each.Quote.Offer.Key == offer.Key) is not { } ask) return new MakeAnswer.None(new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(10), $"{offer.Key} is not offered any more"));
        var body = new JsonObject { ["image"] = settings.Image, ["disk"] = _market.DiskGb, ["label"] = RentalMark.Of(request.Token), ["runtype"] = "ssh_direct", ["onstart"] = script, ["target_state"] = "running", ["cancel_unavail"] = true };

        // Only a price makes it a bid; without one it is on demand, whatever was searched for.
        if (ask.Bid is { } bid) body["price"] = bid;
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("PUT", $"/api/v0/asks/{ask.Ask}/") { Json = body.ToJsonString(), MayRepeat = false, Kind = "create" }, cancellationToken).ConfigureAwait(false);
            var id = Json.Text(json.RootElement, "new_contract");
            if (id.Length > 0 && Json.Flag(json.RootElement, "success")) return new MakeAnswer.Made(id);
            if (id.Length > 0) await DestroyAsync(id, cancellationToken).ConfigureAwait(false);
            return new MakeAnswer.None(new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(5), $"vast.ai did not let {offer.Key}: {Json.Text(json.RootElement, "msg")}"));
        }
        catch (CloudError error)
        {
            // A bid that failed may leave a contract behind all the same; it stands still and costs its disk.
            if (Contract(error.Body) is { Length: > 0 } left) await DestroyAsync(left, cancellationToken).ConfigureAwait(false);
            return new MakeAnswer.None(VastErrors.Outcome(error, offer.Key.Value));
        }
        catch (ProviderException fault) when (fault.IsTransient)
        {
            return new MakeAnswer.Unknown(fault);
        }
    }

    public async Task<IReadOnlyList<RentedMachine>> ListAsync(CancellationToken cancellationToken)
    {
        var (found, after) = (new List<RentedMachine>(), "");
        for (var page = 0; page < PagesMax; page++)
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", $"/api/v1/instances/?limit={PageMax}{(after.Length > 0 ? "&after_token=" + Uri.EscapeDataString(after) : "")}") { Kind = "show" }, cancellationToken).ConfigureAwait(false);
            found.AddRange(Json.Items(json.RootElement, "instances").Select(Machine).OfType<RentedMachine>());
            after = Json.Text(json.RootElement, "next_token");
            if (after.Length == 0) return found;
        }

        throw new ProviderException(Name, $"the list of machines does not end after {PagesMax} pages", isTransient: true);
    }

    public async Task<RentedMachine?> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", $"/api/v0/instances/{id}/") { Kind = "show" }, cancellationToken).ConfigureAwait(false);
            return Json.Child(json.RootElement, "instances") is { ValueKind: JsonValueKind.Object } machine ? Machine(machine) : null;
        }
        catch (CloudError error) when (error.Status == 404 || error.Code is "no_such_instance" or "not_found")
        {
            return null;
        }
    }

    public async Task DestroyAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("DELETE", $"/api/v0/instances/{id}/") { Kind = "destroy" }, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudError error) when (error.Status == 404 || error.Code is "no_such_instance" or "not_found")
        {
            // Gone already.
        }
    }

    public async Task<RentalLife> LifeAsync(string id, CancellationToken cancellationToken)
    {
        var now = caller.Time.GetUtcNow();
        var filter = string.Create(CultureInfo.InvariantCulture, $"{{\"day\":{{\"gte\":{now.AddDays(-30).ToUnixTimeSeconds()},\"lte\":{now.AddDays(1).ToUnixTimeSeconds()}}},\"type\":{{\"in\":[\"instance\"]}}}}");
        using var json = await caller.AskAsync(new CloudQuestion("GET", $"/api/v0/charges/?limit=500&select_filters={Uri.EscapeDataString(filter)}") { Kind = "show" }, cancellationToken).ConfigureAwait(false);
        var bill = Json.Items(json.RootElement, "results").FirstOrDefault(each => Json.Text(each, "source") == "instance-" + id);
        if (bill.ValueKind != JsonValueKind.Object) return RentalLife.Unknown;
        var gpu = Json.Items(bill, "items").FirstOrDefault(each => Json.Text(each, "type") == "gpu");
        return new RentalLife(Json.Seconds(bill, "start"), Json.Seconds(gpu, "start"), Json.Seconds(gpu, "end"), Json.Seconds(bill, "end"));
    }

    public bool IsName(string id) => id.Length is > 0 and < 20 && id.All(char.IsAsciiDigit);

    internal static (string Code, string Message) Error(JsonElement body) => (Json.Text(body, "error"), Json.Text(body, "msg") is { Length: > 0 } message ? message : Json.Text(body, "detail"));

    private static string Contract(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Json.Text(json.RootElement, "new_contract");
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static RentedMachine? Machine(JsonElement machine)
    {
        if (RentalMark.Read(Json.Text(machine, "label")) is not { } token) return null;
        var (actual, current, intended, next) = (Json.Text(machine, "actual_status"), Json.Text(machine, "cur_state"), Json.Text(machine, "intended_status"), Json.Text(machine, "next_state"));
        var isBid = Json.Flag(machine, "is_bid");

        // Outbid is what stands still in every word though nobody here stopped it; what exited, fell silent or froze does not come back by itself.
        var isStill = current == "stopped" && intended == "stopped" && next is "stopped" or "";
        var status = isStill || actual is "exited" or "unknown" or "offline" or "frozen" or "stopped" ? MachineStatus.Ending : actual == "running" ? MachineStatus.Running : MachineStatus.Pending;
        var direct = Json.Items(Json.Child(machine, "ports"), "22/tcp").Select(port => Json.Number(port, "HostPort")).FirstOrDefault();
        var address = Json.Text(machine, "public_ipaddr").Trim();
        return new RentedMachine
        {
            Id = Json.Text(machine, "id"),
            Token = token,
            Status = status,
            IsTaken = status == MachineStatus.Ending && (isBid || actual is "unknown" or "offline"),
            Address = address,
            SshHost = direct > 0 && address.Length > 0 ? address : Json.Text(machine, "ssh_host"),
            SshPort = (int)(direct > 0 && address.Length > 0 ? direct : Json.Number(machine, "ssh_port")),
            InstanceType = VastMarket.TypeOf(machine),
            Purchase = isBid ? Purchase.Bid : Purchase.OnDemand,
            AcceleratorCount = (double)Json.Number(machine, "num_gpus"),
            Rate = Json.Number(machine, "dph_total") is > 0 and var rate ? VastMarket.Usd(rate) : null,
            RestRate = VastMarket.Usd(Json.Number(machine, "storage_total_cost")),
            MadeAt = Json.Seconds(machine, "start_date"),
            About = $"{(actual.Length > 0 ? actual : "created")}{(isStill ? ", stands still" : "")}",
        };
    }
}
