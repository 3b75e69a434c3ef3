using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Gcp;

/// <summary>Lets machines from Compute Engine, on demand and spot, with accelerators bundled or attached. A machine's name is its token's, so that a zone has it once.</summary>
internal sealed class GcpCloud(CloudCaller caller, GcpSettings settings, Func<IReadOnlyList<Quote>> listed, GcpFirewall firewall) : IRentalCloud
{
    private const int PagesMax = 50;

    /// <summary>An operation that is not done by then goes on by itself; the list says what became of it.</summary>
    private static readonly TimeSpan OperationPatience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan OperationEvery = TimeSpan.FromSeconds(2);

    public ProviderName Name => GcpLogin.Provider;

    public GcpMarket Market { get; } = new(caller, settings, listed);

    public ProviderTraits Traits { get; } = new()
    {
        ListLag = TimeSpan.FromMinutes(1),
        BootPatience = TimeSpan.FromMinutes(10),
        ReclaimNotice = TimeSpan.FromSeconds(30),
        EndingBilled = TimeSpan.FromMinutes(2),
        ListEvery = TimeSpan.FromSeconds(15),
        ListGap = TimeSpan.FromSeconds(3),
    };

    public MachineStart Start { get; } = new()
    {
        LoginUser = GcpWish.LoginUser,
        First = $"id -u {GcpWish.LoginUser} >/dev/null 2>&1 || useradd -m -s /bin/bash {GcpWish.LoginUser}",
        End = "/sbin/shutdown -h now",
        BytesMax = 256 * 1024,
        Environment = "HAGGLE_GCE_METADATA=http://metadata.google.internal/",
    };

    private string Project => $"/compute/v1/projects/{settings.Project}";

    public Task<ImmutableArray<Quote>> QuotesAsync(bool fresh, CancellationToken cancellationToken) => Market.QuotesAsync(cancellationToken);

    public async Task<MakeAnswer> MakeAsync(LaunchRequest request, string script, CancellationToken cancellationToken)
    {
        var offer = request.Quote.Offer;
        var id = $"{offer.Zone}/{GcpWish.NameOf(request)}";

        // The same request number twice is the same call to Google, for an hour; after that the name is.
        var number = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
        try
        {
            await firewall.EnsureAsync(cancellationToken).ConfigureAwait(false);
            using var begun = await caller.AskAsync(new CloudQuestion("POST", $"{Project}/zones/{offer.Zone}/instances?requestId={number}") { Json = GcpWish.Of(request, settings, script).ToJsonString() }, cancellationToken).ConfigureAwait(false);
            await DoneAsync(offer.Zone, begun.RootElement, cancellationToken).ConfigureAwait(false);
            return new MakeAnswer.Made(id);
        }
        catch (CloudError error) when (error.Code == "alreadyExists")
        {
            return new MakeAnswer.Made(id);
        }
        catch (CloudError error)
        {
            return new MakeAnswer.None(GcpErrors.Outcome(error, offer.InstanceType, offer.Zone));
        }
        catch (ProviderException fault) when (fault.IsTransient)
        {
            return new MakeAnswer.Unknown(fault);
        }
    }

    public async Task<IReadOnlyList<RentedMachine>> ListAsync(CancellationToken cancellationToken)
    {
        var (found, page) = (new List<RentedMachine>(), "");
        var filter = Uri.EscapeDataString($"labels.{GcpWish.TokenLabel}:*");
        for (var i = 0; i < PagesMax; i++)
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", $"{Project}/aggregated/instances?maxResults=500&filter={filter}{(page.Length > 0 ? "&pageToken=" + Uri.EscapeDataString(page) : "")}"), cancellationToken).ConfigureAwait(false);
            if (Json.Child(json.RootElement, "items") is { ValueKind: JsonValueKind.Object } zones)
                foreach (var instance in zones.EnumerateObject().SelectMany(zone => Json.Items(zone.Value, "instances")))
                    if (await MachineAsync(instance, cancellationToken).ConfigureAwait(false) is { } machine) found.Add(machine);
            page = Json.Text(json.RootElement, "nextPageToken");
            if (page.Length == 0) return found;
        }

        throw new ProviderException(Name, $"the list of machines does not end after {PagesMax} pages", isTransient: true);
    }

    public async Task<RentedMachine?> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", Path(id)), cancellationToken).ConfigureAwait(false);
            return await MachineAsync(json.RootElement, cancellationToken).ConfigureAwait(false);
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
            using var json = await caller.AskAsync(new CloudQuestion("DELETE", Path(id)), cancellationToken).ConfigureAwait(false);
        }
        catch (CloudError error) when (error.Status == 404)
        {
            // Gone already.
        }
    }

    public async Task<RentalLife> LifeAsync(string id, CancellationToken cancellationToken)
    {
        var ended = (await OperationsAsync(id, cancellationToken).ConfigureAwait(false)).Where(each => each.Kind is "delete" or "stop" or "compute.instances.preempted" or "compute.instances.guestTerminate").Select(each => each.At).Where(at => at is not null).Min();
        return new RentalLife(RunningTo: ended, To: ended);
    }

    public bool IsName(string id) => id.Split('/') is [{ Length: > 0 } zone, { Length: > 0 } name] && $"{zone}{name}".All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    internal static (string Code, string Message) Error(JsonElement body)
    {
        var error = Json.Child(body, "error");
        return (Json.Items(error, "errors").Select(each => Json.Text(each, "reason")).FirstOrDefault() ?? Json.Text(error, "status"), Json.Text(error, "message"));
    }

    private string Path(string id) => $"{Project}/zones/{id.Split('/')[0]}/instances/{id.Split('/')[1]}";

    // An operation that failed is a refusal as well: that is where a zone says that it has none left.
    private async Task DoneAsync(string zone, JsonElement begun, CancellationToken cancellationToken)
    {
        var (name, until) = (Json.Text(begun, "name"), caller.Time.GetUtcNow() + OperationPatience);
        Judge(begun);
        for (var isDone = Json.Text(begun, "status") == "DONE"; !isDone && caller.Time.GetUtcNow() < until;)
        {
            await Task.Delay(OperationEvery, caller.Time, cancellationToken).ConfigureAwait(false);
            using var now = await caller.AskAsync(new CloudQuestion("GET", $"{Project}/zones/{zone}/operations/{name}"), cancellationToken).ConfigureAwait(false);
            Judge(now.RootElement);
            isDone = Json.Text(now.RootElement, "status") == "DONE";
        }
    }

    private static void Judge(JsonElement operation)
    {
        if (Json.Items(Json.Child(operation, "error"), "errors").FirstOrDefault() is { ValueKind: JsonValueKind.Object } error) throw new CloudError(200, Json.Text(error, "code"), Json.Text(error, "message"));
    }

    private async Task<IReadOnlyList<(string Kind, DateTimeOffset? At)>> OperationsAsync(string id, CancellationToken cancellationToken)
    {
        var link = $"{settings.Endpoint.GetLeftPart(UriPartial.Authority)}{Path(id)}";
        using var json = await caller.AskAsync(new CloudQuestion("GET", $"{Project}/zones/{id.Split('/')[0]}/operations?filter={Uri.EscapeDataString($"targetLink = \"{link}\"")}"), cancellationToken).ConfigureAwait(false);
        return [.. Json.Items(json.RootElement, "items").Select(each => (Json.Text(each, "operationType"), Json.Instant(each, "endTime")))];
    }

    private async Task<RentedMachine?> MachineAsync(JsonElement instance, CancellationToken cancellationToken)
    {
        var labels = Json.Child(instance, "labels");
        if (RentalMark.OwnerOf(Json.Text(labels, GcpWish.TokenLabel)).Length == 0) return null;
        var id = $"{GcpMarket.Last(Json.Text(instance, "zone"))}/{Json.Text(instance, "name")}";
        var (state, scheduling) = (Json.Text(instance, "status"), Json.Child(instance, "scheduling"));
        var isSpot = Json.Text(scheduling, "provisioningModel") == "SPOT" || Json.Flag(scheduling, "preemptible");
        var (card, port) = (Json.Items(instance, "guestAccelerators").FirstOrDefault(), Json.Items(instance, "networkInterfaces").FirstOrDefault());
        var status = state switch { "RUNNING" or "REPAIRING" => MachineStatus.Running, "PROVISIONING" or "STAGING" => MachineStatus.Pending, _ => MachineStatus.Ending };
        return new RentedMachine
        {
            Id = id,
            Token = new LaunchToken(Json.Text(labels, GcpWish.TokenLabel)),
            Status = status,

            // A machine that was stopped says nothing of why; what was done to it does.
            IsTaken = isSpot && status == MachineStatus.Ending && (await OperationsAsync(id, cancellationToken).ConfigureAwait(false)).Any(each => each.Kind == "compute.instances.preempted"),
            Address = Json.Text(port, "networkIP"),
            SshHost = Json.Items(port, "accessConfigs").Select(each => Json.Text(each, "natIP")).FirstOrDefault() is { Length: > 0 } outside ? outside : Json.Text(port, "networkIP"),
            InstanceType = GcpType.Of(GcpMarket.Last(Json.Text(instance, "machineType")), GcpMarket.Last(Json.Text(card, "acceleratorType")), (int)Json.Number(card, "acceleratorCount")).ToString(),
            Purchase = isSpot ? Purchase.Spot : Purchase.OnDemand,
            AcceleratorCount = (double)Json.Number(card, "acceleratorCount"),
            Rate = long.TryParse(Json.Text(labels, GcpWish.RateLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var nano) ? new HourlyRate(new Money(nano)) : null,
            RunningSince = Json.Instant(instance, "lastStartTimestamp"),
            About = $"{GcpMarket.Last(Json.Text(instance, "zone"))}, {state.ToLowerInvariant()}",
        };
    }
}
