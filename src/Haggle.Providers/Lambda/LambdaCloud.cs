using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;
using Haggle.Providers.Rentals;

namespace Haggle.Providers.Lambda;

/// <summary>
/// Rents machines at Lambda, on demand, which is all that it lets. A machine costs until it is ended through the interface, whatever is done on it: it has no switch of
/// its own.
/// </summary>
internal sealed class LambdaCloud(CloudCaller caller, LambdaSettings settings) : IRentalCloud
{
    private const string TokenTag = "haggle-token";
    private const int NameMax = 64;
    private const long NanoPerCent = 10_000_000;

    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private (DateTimeOffset At, Task<ImmutableArray<Quote>> Quotes) _last;
    private bool _keyIsThere;

    /// <summary>The least time between two calls ("1 request per second, launches one in 12 seconds"; Lambda's API description, read 2026-11).</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Gaps { get; } = new Dictionary<string, TimeSpan>
    {
        ["launch"] = TimeSpan.FromSeconds(12),
        ["any"] = TimeSpan.FromSeconds(1),
    };

    public ProviderName Name => LambdaKey.Provider;

    public ProviderTraits Traits { get; } = new()
    {
        ListLag = TimeSpan.FromMinutes(1),
        BootPatience = TimeSpan.FromMinutes(20),
        EndingBilled = TimeSpan.FromMinutes(2),
        ListEvery = TimeSpan.FromSeconds(15),
        ListGap = TimeSpan.FromSeconds(4),
    };

    public MachineStart Start { get; } = new() { LoginUser = "ubuntu", End = ":", BytesMax = 1 << 20 };

    /// <summary>The key pair's name there; another key is another name.</summary>
    public string KeyName { get; } = "haggle-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.PublicKey.Trim())))[..12];

    public async Task<ImmutableArray<Quote>> QuotesAsync(bool fresh, CancellationToken cancellationToken)
    {
        Task<ImmutableArray<Quote>> quotes;
        lock (_lock)
        {
            var now = caller.Time.GetUtcNow();
            var holds = _last.Quotes is { } last && !last.IsFaulted && !last.IsCanceled && (!last.IsCompleted || (!fresh && now - _last.At <= Holds));
            if (!holds) _last = (now, ReadAsync(now));
            quotes = _last.Quotes!;
        }

        return await quotes.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<MakeAnswer> MakeAsync(LaunchRequest request, string script, CancellationToken cancellationToken)
    {
        var offer = request.Quote.Offer;
        try
        {
            await EnsureKeyAsync(cancellationToken).ConfigureAwait(false);
            var name = RentalMark.Of(request.Token);
            var body = new JsonObject
            {
                ["region_name"] = offer.Region,
                ["instance_type_name"] = offer.InstanceType,
                ["ssh_key_names"] = new JsonArray(KeyName),
                ["name"] = name.Length <= NameMax ? name : name[..NameMax],
                ["tags"] = new JsonArray(new JsonObject { ["key"] = TokenTag, ["value"] = request.Token.Value }),
                ["user_data"] = script,
            };
            if (settings.Image.Length > 0) body["image"] = new JsonObject { ["family"] = settings.Image };
            using var json = await caller.AskAsync(new CloudQuestion("POST", "/api/v1/instance-operations/launch") { Json = body.ToJsonString(), MayRepeat = false, Kind = "launch" }, cancellationToken).ConfigureAwait(false);
            var id = Json.Items(Json.Child(json.RootElement, "data"), "instance_ids").Select(each => each.GetString() ?? "").FirstOrDefault() ?? "";
            return id.Length > 0 ? new MakeAnswer.Made(id) : new MakeAnswer.Unknown(new ProviderException(Name, "Lambda made a machine and does not say which", isTransient: true));
        }
        catch (CloudError error)
        {
            // Somebody may have removed the key there: the next launch looks again.
            if (error.Code == "global/object-does-not-exist") _keyIsThere = false;
            return new MakeAnswer.None(LambdaErrors.Outcome(error, offer.InstanceType, offer.Region));
        }
        catch (ProviderException fault) when (fault.IsTransient)
        {
            return new MakeAnswer.Unknown(fault);
        }
    }

    public async Task<IReadOnlyList<RentedMachine>> ListAsync(CancellationToken cancellationToken)
    {
        using var json = await caller.AskAsync(new CloudQuestion("GET", "/api/v1/instances") { Kind = "any" }, cancellationToken).ConfigureAwait(false);
        return [.. Json.Items(json.RootElement, "data").Select(Machine).OfType<RentedMachine>()];
    }

    public async Task<RentedMachine?> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", "/api/v1/instances/" + id) { Kind = "any" }, cancellationToken).ConfigureAwait(false);
            return Machine(Json.Child(json.RootElement, "data"));
        }
        catch (CloudError error) when (error.Code == "global/object-does-not-exist")
        {
            return null;
        }
    }

    public async Task DestroyAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var body = new JsonObject { ["instance_ids"] = new JsonArray(id) };
            using var json = await caller.AskAsync(new CloudQuestion("POST", "/api/v1/instance-operations/terminate") { Json = body.ToJsonString(), Kind = "any" }, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudError error) when (error.Code == "global/object-does-not-exist")
        {
            // Gone already.
        }
    }

    // Lambda tells no instants: what is counted is what was seen.
    public Task<RentalLife> LifeAsync(string id, CancellationToken cancellationToken) => Task.FromResult(RentalLife.Unknown);

    public bool IsName(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    internal static (string Code, string Message) Error(JsonElement body) => (Json.Text(Json.Child(body, "error"), "code"), Json.Text(Json.Child(body, "error"), "message"));

    private async Task<ImmutableArray<Quote>> ReadAsync(DateTimeOffset now)
    {
        using var json = await caller.AskAsync(new CloudQuestion("GET", "/api/v1/instance-types") { Kind = "any" }, CancellationToken.None).ConfigureAwait(false);
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        if (Json.Child(json.RootElement, "data") is not { ValueKind: JsonValueKind.Object } types) return [];
        foreach (var entry in types.EnumerateObject().Select(each => each.Value))
        {
            var (type, specs) = (Json.Child(entry, "instance_type"), Json.Child(Json.Child(entry, "instance_type"), "specs"));
            var words = Json.Text(type, "description");
            if (words.IndexOf("x ", StringComparison.Ordinal) is > 0 and var times) words = words[(times + 2)..];
            var (count, cents) = (Json.Number(specs, "gpus"), Json.Number(type, "price_cents_per_hour"));
            if (count < 1 || cents <= 0 || AcceleratorTable.Resolve(words, 0, out _) is not { } model) continue;
            foreach (var region in Json.Items(entry, "regions_with_capacity_available").Select(each => Json.Text(each, "name")).Where(region => settings.Regions.IsEmpty || settings.Regions.Contains(region)))
            {
                var offer = new Offer
                {
                    Key = new OfferKey($"lambda/{region}/{Json.Text(type, "name")}/on-demand"),
                    Provider = Name,
                    Region = region,
                    InstanceType = Json.Text(type, "name"),
                    Accelerator = model.Name,
                    AcceleratorCount = (double)count,
                    AcceleratorMemory = Gib.FromGib((double)model.MemoryGb.Value),
                    Vcpus = (double)Json.Number(specs, "vcpus"),
                    Memory = Gib.FromGib((double)Json.Number(specs, "memory_gib")),
                    Purchase = Purchase.OnDemand,
                    Billing = BillingRule.PerMinute,
                };
                quotes.Add(new Quote(offer, new HourlyRate(new Money((long)(cents * NanoPerCent))), new Provenance("Lambda instance types", now)));
            }
        }

        return [.. quotes.OrderBy(quote => quote.Rate)];
    }

    private async Task EnsureKeyAsync(CancellationToken cancellationToken)
    {
        if (_keyIsThere) return;
        using var keys = await caller.AskAsync(new CloudQuestion("GET", "/api/v1/ssh-keys") { Kind = "any" }, cancellationToken).ConfigureAwait(false);
        if (!Json.Items(keys.RootElement, "data").Any(each => Json.Text(each, "name") == KeyName))
        {
            try
            {
                var body = new JsonObject { ["name"] = KeyName, ["public_key"] = settings.PublicKey.Trim() };
                using var made = await caller.AskAsync(new CloudQuestion("POST", "/api/v1/ssh-keys") { Json = body.ToJsonString(), Kind = "any" }, cancellationToken).ConfigureAwait(false);
            }
            catch (CloudError error) when (error.Code == "global/duplicate")
            {
                // Somebody else made it at the same time.
            }
        }

        _keyIsThere = true;
    }

    private RentedMachine? Machine(JsonElement machine)
    {
        var tag = Json.Items(machine, "tags").Where(each => Json.Text(each, "key") == TokenTag).Select(each => Json.Text(each, "value")).FirstOrDefault() ?? "";
        if (RentalMark.OwnerOf(tag).Length == 0 && RentalMark.Read(Json.Text(machine, "name")) is null) return null;
        var (state, type) = (Json.Text(machine, "status"), Json.Child(machine, "instance_type"));
        if (state == "terminated") return null;
        return new RentedMachine
        {
            Id = Json.Text(machine, "id"),
            Token = tag.Length > 0 ? new LaunchToken(tag) : RentalMark.Read(Json.Text(machine, "name"))!.Value,
            Status = state switch { "active" or "unhealthy" => MachineStatus.Running, "booting" => MachineStatus.Pending, _ => MachineStatus.Ending },
            IsTaken = state == "preempted",
            Address = Json.Text(machine, "private_ip") is { Length: > 0 } inside ? inside : Json.Text(machine, "ip"),
            SshHost = Json.Text(machine, "ip"),
            InstanceType = Json.Text(type, "name"),
            Purchase = Purchase.OnDemand,
            AcceleratorCount = (double)Json.Number(Json.Child(type, "specs"), "gpus"),
            Rate = Json.Number(type, "price_cents_per_hour") is > 0 and var cents ? new HourlyRate(new Money((long)(cents * NanoPerCent))) : null,
            About = $"{Json.Text(Json.Child(machine, "region"), "name")}, {state}",
        };
    }
}
