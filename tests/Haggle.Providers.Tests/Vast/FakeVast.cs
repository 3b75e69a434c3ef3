using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haggle.Providers.Tests.Rentals;
using Microsoft.AspNetCore.WebUtilities;

namespace Haggle.Providers.Tests.Vast;

/// <summary>
/// A market that behaves as vast.ai may: filters are advice, machines go while one looks, bids are outbid, failed bids leave contracts behind, lists lag and are older than
/// the last one, each endpoint has its least interval, and what was given back is forgotten. It keeps its own meter.
/// </summary>
internal sealed class FakeVast(TimeProvider time)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _lastCall = [];
    private int _number = 7000;
    private int _lists;

    public List<FakeHost> Hosts { get; } =
    [
        new FakeHost { Ask = 101, Machine = 11 },
        new FakeHost { Ask = 102, Machine = 12, DphBase = 0.45m, MinBid = 0.25m, Place = "Oslo, NO" },
        new FakeHost { Ask = 103, Machine = 13, Gpu = "A100 SXM4", Count = 2, GpuMb = 81920, DphBase = 1.6m, MinBid = 0.9m },

        // Answered although the question leaves them out.
        new FakeHost { Ask = 104, Machine = 14, Verification = "unverified", DphBase = 0.1m },
        new FakeHost { Ask = 105, Machine = 15, Reliability = 0.6, DphBase = 0.1m },
        new FakeHost { Ask = 106, Machine = 16, IsRented = true, DphBase = 0.1m },
        new FakeHost { Ask = 107, Machine = 17, Gpu = "A card nobody knows", DphBase = 0.1m },
    ];

    public List<FakeContract> Contracts { get; } = [];

    public decimal Credit { get; set; } = 40;

    public TimeSpan ListLag { get; set; } = TimeSpan.FromSeconds(4);

    public TimeSpan Boot { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How old the copy is that every other list is answered from.</summary>
    public TimeSpan Stale { get; set; }

    /// <summary>Whether too frequent calls are refused.</summary>
    public bool IsStrict { get; set; } = true;

    /// <summary>Whether the bill already tells of contracts.</summary>
    public bool HasBill { get; set; } = true;

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    public void Outbid(FakeContract contract) => contract.StoppedAt = Now;

    public void FallSilent(FakeContract contract) => (contract.StoppedAt, contract.IsOffline) = (Now, true);

    public (int Status, string Answer) Answer(Spoken asked)
    {
        lock (_lock)
        {
            var (kind, least) = (asked.Method, asked.Path) switch { ("PUT", _) => ("create", 4.5), ("DELETE", _) => ("destroy", 3.0), _ => ("", 0.0) };
            if (IsStrict && least > 0 && _lastCall.TryGetValue(kind, out var last) && time.GetUtcNow() - last < TimeSpan.FromSeconds(least)) return (429, $"API requests too frequent endpoint threshold={least.ToString("0.0", CultureInfo.InvariantCulture)}");
            _lastCall[kind] = time.GetUtcNow();
            var path = asked.Path.Trim('/').Split('/');
            return (asked.Method, path) switch
            {
                ("POST", ["api", "v0", "bundles"]) => (200, new JsonObject { ["offers"] = new JsonArray([.. Hosts.Select(Offer)]) }.ToJsonString()),
                ("PUT", ["api", "v0", "asks", var ask]) => Rent(Hosts.FirstOrDefault(host => $"{host.Ask}" == ask), JsonNode.Parse(asked.Body)!.AsObject()),
                ("GET", ["api", "v1", "instances"]) => List(QueryHelpers.ParseQuery(asked.Query)),
                ("GET", ["api", "v0", "instances", var id]) => Find(id) is { } found ? (200, new JsonObject { ["instances"] = Instance(found, Now) }.ToJsonString()) : Error(400, "no_such_instance"),
                ("DELETE", ["api", "v0", "instances", var id]) => Destroy(id),
                ("GET", ["api", "v0", "charges"]) => (200, Charges()),
                ("GET", ["api", "v0", "users", "current"]) => (200, new JsonObject { ["id"] = 5, ["email"] = "somebody@example.org", ["balance"] = Credit }.ToJsonString()),
                _ => Error(404, "not_found"),
            };
        }
    }

    private (int Status, string Answer) Rent(FakeHost? host, JsonObject wish)
    {
        if (host is null || host.IsRented) return Error(404, "no_such_ask");
        var bid = wish["price"] is { } price ? JsonSerializer.Deserialize<decimal>(price) : (decimal?)null;
        var refusal = host.Refuses ?? (Credit <= 0 ? (400, "insufficient_credit") : bid < host.MinBid ? (400, "invalid_price") : null);
        if (refusal is not null && !host.LeavesContract) return Error(refusal.Value.Status, refusal.Value.Code);
        var contract = new FakeContract
        {
            Id = ++_number,
            Host = host,
            Label = wish["label"]!.GetValue<string>(),
            Script = wish["onstart"]!.GetValue<string>(),
            Bid = bid,
            Disk = JsonSerializer.Deserialize<decimal>(wish["disk"]),
            MadeAt = Now,
            RunsAt = refusal is null ? Now + Boot : null,
            StoppedAt = refusal is null ? null : Now,
        };
        Contracts.Add(contract);
        return refusal is null
            ? (200, new JsonObject { ["success"] = true, ["new_contract"] = contract.Id }.ToJsonString())
            : (refusal.Value.Status, new JsonObject { ["success"] = false, ["error"] = refusal.Value.Code, ["msg"] = "said by the fake", ["new_contract"] = contract.Id }.ToJsonString());
    }

    private (int Status, string Answer) List(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query)
    {
        var at = Stale > TimeSpan.Zero && ++_lists % 2 == 0 ? Now - Stale : Now;
        var after = query.TryGetValue("after_token", out var token) ? int.Parse(token.ToString(), CultureInfo.InvariantCulture) : 0;
        var there = Contracts.Where(each => each.MadeAt + ListLag <= at && !(each.DestroyedAt + Forgotten <= at) && each.Id > after).OrderBy(each => each.Id).ToArray();
        const int Page = 2;
        return (200, new JsonObject
        {
            ["success"] = true,
            ["instances_found"] = there.Length,
            ["instances"] = new JsonArray([.. there.Take(Page).Select(each => Instance(each, at))]),
            ["next_token"] = there.Length > Page ? there[Page - 1].Id.ToString(CultureInfo.InvariantCulture) : null,
        }.ToJsonString());
    }

    private FakeContract? Find(string id) => Contracts.FirstOrDefault(each => each.Id.ToString(CultureInfo.InvariantCulture) == id && !(each.DestroyedAt + Forgotten <= Now));

    private (int Status, string Answer) Destroy(string id)
    {
        if (Find(id) is not { } found) return Error(404, "no_such_instance");
        found.DestroyedAt ??= Now;
        return (200, """{"success":true}""");
    }

    private static JsonObject Offer(FakeHost host) => new()
    {
        ["id"] = host.Ask,
        ["ask_contract_id"] = host.Ask,
        ["machine_id"] = host.Machine,
        ["gpu_name"] = host.Gpu,
        ["num_gpus"] = host.Count,
        ["gpu_ram"] = host.GpuMb,
        ["cpu_cores"] = 32,
        ["cpu_cores_effective"] = 16.0,
        ["cpu_ram"] = 128000,
        ["dph_base"] = host.DphBase,
        ["min_bid"] = host.MinBid,
        ["storage_cost"] = host.StorageCost,
        ["disk_space"] = 500.0,
        ["reliability"] = host.Reliability,
        ["reliability2"] = host.Reliability,
        ["verification"] = host.Verification,
        ["geolocation"] = host.Place,
        ["hosting_type"] = host.Hosting,
        ["rentable"] = true,
        ["rented"] = host.IsRented,
        ["cuda_max_good"] = 12.8,
    };

    private static JsonObject Instance(FakeContract each, DateTimeOffset at)
    {
        var isStopped = each.StoppedAt <= at;
        var runs = each.RunsAt <= at && !isStopped;
        var state = isStopped && !each.IsOffline ? "stopped" : "running";
        var json = new JsonObject
        {
            ["id"] = each.Id,
            ["machine_id"] = each.Host.Machine,
            ["label"] = each.Label,
            ["gpu_name"] = each.Host.Gpu,
            ["num_gpus"] = each.Host.Count,
            ["is_bid"] = each.Bid is not null,
            ["actual_status"] = isStopped ? each.IsOffline ? "offline" : "exited" : runs ? "running" : each.RunsAt - at > TimeSpan.FromSeconds(25) ? null : "loading",
            ["cur_state"] = state,
            ["intended_status"] = state,
            ["next_state"] = state,
            ["dph_base"] = each.GpuHour,
            ["dph_total"] = Math.Round(each.GpuHour + each.DiskHour, 9),
            ["storage_total_cost"] = Math.Round(each.DiskHour, 9),
            ["storage_cost"] = each.Host.StorageCost,
            ["min_bid"] = each.Host.MinBid,
            ["start_date"] = (double)each.MadeAt.ToUnixTimeSeconds(),
            ["ssh_host"] = "ssh5.vast.ai",
            ["ssh_port"] = 10600 + each.Id,
        };
        if (runs || isStopped) json["public_ipaddr"] = each.Address;
        if (runs) json["ports"] = new JsonObject { ["22/tcp"] = new JsonArray(new JsonObject { ["HostIp"] = "0.0.0.0", ["HostPort"] = each.SshPort.ToString(CultureInfo.InvariantCulture) }) };
        return json;
    }

    private string Charges()
    {
        var rows = new JsonArray();
        foreach (var each in HasBill ? Contracts : [])
        {
            var row = new JsonObject { ["type"] = "instance", ["source"] = $"instance-{each.Id}", ["start"] = each.MadeAt.ToUnixTimeSeconds(), ["amount"] = Math.Round(each.Owed(Now), 3) };
            if (each.DestroyedAt is { } end) row["end"] = end.ToUnixTimeSeconds();
            if (each.RunsAt <= Now)
            {
                var gpu = new JsonObject { ["type"] = "gpu", ["start"] = each.RunsAt!.Value.ToUnixTimeSeconds() };
                if ((each.StoppedAt ?? each.DestroyedAt) is { } stop) gpu["end"] = stop.ToUnixTimeSeconds();
                row["items"] = new JsonArray(gpu);
            }

            rows.Add(row);
        }

        return new JsonObject { ["success"] = true, ["count"] = rows.Count, ["total"] = rows.Count, ["next_token"] = null, ["results"] = rows }.ToJsonString();
    }

    private static (int Status, string Answer) Error(int status, string code) => (status, new JsonObject { ["success"] = false, ["error"] = code, ["msg"] = "said by the fake" }.ToJsonString());
}
