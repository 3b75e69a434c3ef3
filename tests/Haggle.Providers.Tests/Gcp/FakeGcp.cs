using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Haggle.Providers.Tests.Rentals;
using Microsoft.AspNetCore.WebUtilities;

namespace Haggle.Providers.Tests.Gcp;

/// <summary>
/// A cloud that behaves as Compute Engine may: an operation goes on and fails later, zones run out, quotas are full, a name is there once in a zone, lists lag, spot machines
/// are preempted and deleted. It keeps its own meter.
/// </summary>
internal sealed class FakeGcp(TimeProvider time)
{
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<(string Name, string Zone, string Target, string Kind, DateTimeOffset At, DateTimeOffset Done, string Error)> _operations = [];

    public sealed class Instance
    {
        public required string Zone { get; init; }

        public required JsonObject Wish { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public required DateTimeOffset RunsAt { get; init; }

        public DateTimeOffset? EndedAt { get; set; }

        public DateTimeOffset? StoppedAt { get; set; }

        public string Name => Wish["name"]!.GetValue<string>();

        public bool IsSpot => Wish["scheduling"]!["provisioningModel"]?.GetValue<string>() == "SPOT";
    }

    public List<Instance> Instances { get; } = [];

    public HashSet<string> Firewalls { get; } = [];

    public Dictionary<string, (string[] Machines, string[] Cards)> Zones { get; } = new()
    {
        ["us-central1-a"] = (["n1-standard-8", "n1-standard-16", "a2-highgpu-1g"], ["nvidia-tesla-t4", "nvidia-tesla-a100"]),
        ["us-central1-b"] = (["n1-standard-8"], ["nvidia-tesla-t4"]),
        ["europe-west4-a"] = (["g2-standard-4"], ["nvidia-l4"]),
    };

    /// <summary>What a machine in a zone gets: how the call is refused (status), or, with 0, how the operation fails.</summary>
    public Dictionary<string, (int Status, string Code)> Refusing { get; } = [];

    public TimeSpan ListLag { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan Boot { get; set; } = TimeSpan.FromSeconds(25);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    public void Preempt(Instance instance)
    {
        lock (_lock) End(instance, "compute.instances.preempted");
    }

    /// <summary>The machine shuts itself down: it stands still, and its disk costs.</summary>
    public void ShutDown(Instance instance)
    {
        lock (_lock)
        {
            instance.StoppedAt = Now;
            Operate(instance, "compute.instances.guestTerminate", TimeSpan.Zero);
        }
    }

    /// <summary>What the cloud charges: by the second while it runs, at least a minute.</summary>
    public decimal Owed(Instance instance, decimal perHour)
    {
        var end = instance.StoppedAt ?? instance.EndedAt ?? Now;
        return end <= instance.RunsAt ? 0 : Math.Max(60, (decimal)(end - instance.RunsAt).TotalSeconds) * perHour / 3600;
    }

    public (int Status, string Answer) Answer(Spoken asked)
    {
        lock (_lock)
        {
            return (asked.Method, asked.Path.Trim('/').Split('/')[3..]) switch
            {
                ("GET", ["the-project"]) => Ok(new JsonObject { ["name"] = "the-project", ["quotas"] = Quotas(("GPUS_ALL_REGIONS", 8, 1), ("CPUS_ALL_REGIONS", 64, 0)) }),
                ("GET", [_, "regions", var region]) => Region(region),
                ("GET", [_, "zones", var zone, "machineTypes"]) => Names("compute#machineTypeList", Zones[zone].Machines, asked.Query),
                ("GET", [_, "zones", var zone, "acceleratorTypes"]) => Names("compute#acceleratorTypeList", Zones[zone].Cards, asked.Query),
                ("POST", [_, "global", "firewalls"]) => Firewalls.Add(JsonNode.Parse(asked.Body)!["name"]!.GetValue<string>() + " " + JsonNode.Parse(asked.Body)!["sourceRanges"]![0]) ? Ok(new JsonObject { ["name"] = "operation-f", ["status"] = "PENDING" }) : Error(409, "alreadyExists"),
                ("POST", [_, "zones", var zone, "instances"]) => Insert(zone, JsonNode.Parse(asked.Body)!.AsObject()),
                ("GET", [_, "zones", _, "operations", var name]) => Ok(Operation(name)),
                ("GET", [_, "zones", var zone, "operations"]) => Ok(new JsonObject { ["items"] = new JsonArray([.. _operations.Where(each => each.Zone == zone && QueryHelpers.ParseQuery(asked.Query)["filter"].ToString().EndsWith($"/zones/{zone}/instances/{each.Target}\"", StringComparison.Ordinal)).Select(each => Operation(each.Name))]) }),
                ("GET", [_, "aggregated", "instances"]) => List(),
                ("GET", [_, "zones", var zone, "instances", var name]) => Find(zone, name) is { } found ? Ok(Show(found)) : Error(404, "notFound"),
                ("DELETE", [_, "zones", var zone, "instances", var name]) => Delete(zone, name),
                _ => Error(404, "notFound"),
            };
        }
    }

    public static (int Status, string Answer) Error(int status, string reason) =>
        (status, new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = "said by the fake", ["errors"] = new JsonArray(new JsonObject { ["message"] = "said by the fake", ["domain"] = "global", ["reason"] = reason }) } }.ToJsonString());

    private static (int Status, string Answer) Ok(JsonObject body) => (200, body.ToJsonString());

    private Instance? Find(string zone, string name) => Instances.FirstOrDefault(each => each.Zone == zone && each.Name == name && !(each.EndedAt + Stopping <= Now));

    private (int Status, string Answer) Insert(string zone, JsonObject wish)
    {
        var name = wish["name"]!.GetValue<string>();
        if (!Regex.IsMatch(name, "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")) return Error(400, "invalid");
        if (Find(zone, name) is not null) return Error(409, "alreadyExists");
        var refusal = Refusing.GetValueOrDefault(zone);
        if (refusal.Status > 0) return Error(refusal.Status, refusal.Code);
        var instance = new Instance { Zone = zone, Wish = wish, MadeAt = Now, RunsAt = Now + Boot };
        if (refusal.Code is null) Instances.Add(instance);
        return Ok(Operation(Operate(instance, "insert", TimeSpan.FromSeconds(8), refusal.Code ?? "")));
    }

    private (int Status, string Answer) Delete(string zone, string name)
    {
        if (Find(zone, name) is not { } found) return Error(404, "notFound");
        return Ok(Operation(End(found, "delete")));
    }

    private string End(Instance instance, string kind)
    {
        instance.EndedAt ??= Now;
        return Operate(instance, kind, TimeSpan.Zero);
    }

    private string Operate(Instance instance, string kind, TimeSpan takes, string error = "")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"operation-{_operations.Count}");
        _operations.Add((name, instance.Zone, instance.Name, kind, Now, Now + takes, error));
        return name;
    }

    private JsonObject Operation(string name)
    {
        var each = _operations.Single(operation => operation.Name == name);
        var isDone = each.Done <= Now;
        var json = new JsonObject { ["name"] = name, ["operationType"] = each.Kind, ["status"] = isDone ? "DONE" : "RUNNING", ["insertTime"] = Instant(each.At) };
        if (isDone) json["endTime"] = Instant(each.Done);
        if (isDone && each.Error.Length > 0) json["error"] = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = each.Error, ["message"] = "said by the fake" }) };
        return json;
    }

    private (int Status, string Answer) Region(string region)
    {
        var zones = Zones.Keys.Where(zone => zone.StartsWith(region + "-", StringComparison.Ordinal)).ToArray();
        if (zones.Length == 0) return Error(404, "notFound");
        return Ok(new JsonObject { ["name"] = region, ["zones"] = new JsonArray([.. zones.Select(zone => (JsonNode)$"https://www.googleapis.com/compute/v1/projects/the-project/zones/{zone}")]), ["quotas"] = Quotas(("NVIDIA_T4_GPUS", 4, 1), ("PREEMPTIBLE_NVIDIA_T4_GPUS", 0, 0), ("NVIDIA_A100_GPUS", 0, 0), ("COMMITTED_NVIDIA_T4_GPUS", 0, 0), ("CPUS", 72, 8)) });
    }

    private static JsonArray Quotas(params (string Metric, double Limit, double Usage)[] quotas) => [.. quotas.Select(each => new JsonObject { ["metric"] = each.Metric, ["limit"] = each.Limit, ["usage"] = each.Usage })];

    private static (int Status, string Answer) Names(string kind, string[] names, string query)
    {
        // Two on a page.
        var from = QueryHelpers.ParseQuery(query).TryGetValue("pageToken", out var token) ? int.Parse(token.ToString(), CultureInfo.InvariantCulture) : 0;
        var json = new JsonObject { ["kind"] = kind, ["items"] = new JsonArray([.. names.Skip(from).Take(2).Select(name => new JsonObject { ["name"] = name })]) };
        if (from + 2 < names.Length) json["nextPageToken"] = (from + 2).ToString(CultureInfo.InvariantCulture);
        return Ok(json);
    }

    private (int Status, string Answer) List()
    {
        var there = Instances.Where(each => each.MadeAt + ListLag <= Now && !(each.EndedAt + Stopping <= Now));
        var zones = new JsonObject();
        foreach (var zone in Zones.Keys) zones["zones/" + zone] = new JsonObject { ["instances"] = new JsonArray([.. there.Where(each => each.Zone == zone).Select(Show)]) };
        return Ok(new JsonObject { ["items"] = zones });
    }

    private JsonObject Show(Instance each)
    {
        var json = new JsonObject
        {
            ["name"] = each.Name,
            ["zone"] = $"https://www.googleapis.com/compute/v1/projects/the-project/zones/{each.Zone}",
            ["machineType"] = "https://www.googleapis.com/compute/v1/projects/the-project/" + each.Wish["machineType"]!.GetValue<string>(),
            ["status"] = each.EndedAt is not null ? "STOPPING" : each.StoppedAt is not null ? "TERMINATED" : each.RunsAt <= Now ? "RUNNING" : "PROVISIONING",
            ["labels"] = each.Wish["labels"]!.DeepClone(),
            ["scheduling"] = each.Wish["scheduling"]!.DeepClone(),
            ["creationTimestamp"] = Instant(each.MadeAt),
            ["networkInterfaces"] = new JsonArray(new JsonObject { ["networkIP"] = "10.128.0.7", ["accessConfigs"] = new JsonArray(new JsonObject { ["natIP"] = "198.51.100.7" }) }),
        };
        if (each.RunsAt <= Now) json["lastStartTimestamp"] = Instant(each.RunsAt);
        if (each.Wish["guestAccelerators"] is { } attached) json["guestAccelerators"] = attached.DeepClone();
        if (each.Wish["machineType"]!.GetValue<string>().EndsWith("a2-highgpu-1g", StringComparison.Ordinal)) json["guestAccelerators"] = new JsonArray(new JsonObject { ["acceleratorType"] = "zones/x/acceleratorTypes/nvidia-tesla-a100", ["acceleratorCount"] = 1 });
        return json;
    }

    private static string Instant(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(-8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
