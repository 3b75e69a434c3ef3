using System.Globalization;
using System.Text.Json.Nodes;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.Lambda;

/// <summary>A cloud that behaves as Lambda may: regions run out, the quota is full, lists lag, one call a second and a launch in twelve. It keeps its own meter.</summary>
internal sealed class FakeLambda(TimeProvider time)
{
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();
    private DateTimeOffset _lastLaunch = DateTimeOffset.MinValue;

    public sealed class Machine
    {
        public required string Id { get; init; }

        public required JsonObject Wish { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public required DateTimeOffset ActiveAt { get; init; }

        public DateTimeOffset? EndedAt { get; set; }

        public string Type => Wish["instance_type_name"]!.GetValue<string>();
    }

    public List<Machine> Machines { get; } = [];

    public Dictionary<string, string> Keys { get; } = [];

    public IReadOnlyDictionary<string, (int Cents, int Gpus, string Words)> Types { get; } = new Dictionary<string, (int, int, string)>
    {
        ["gpu_1x_a10"] = (75, 1, "1x A10 (24 GB PCIe)"),
        ["gpu_8x_a100"] = (1032, 8, "8x A100 (40 GB SXM4)"),
        ["gpu_1x_gh200"] = (149, 1, "1x GH200 (96 GB)"),
        ["cpu_4x_general"] = (20, 0, "4x CPU General"),
    };

    public HashSet<(string Region, string Type)> Stock { get; } = [("us-east-1", "gpu_1x_a10"), ("us-west-1", "gpu_1x_a10"), ("us-east-1", "gpu_8x_a100")];

    /// <summary>The error that a launch in a region gets.</summary>
    public Dictionary<string, (int Status, string Code)> Refusing { get; } = [];

    public TimeSpan ListLag { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan Boot { get; set; } = TimeSpan.FromSeconds(60);

    public bool IsStrict { get; set; } = true;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What the cloud charges: full minutes from active to the end.</summary>
    public decimal Owed(Machine machine) => machine.EndedAt is { } end && end > machine.ActiveAt ? (decimal)Math.Ceiling((end - machine.ActiveAt).TotalMinutes) * Types[machine.Type].Cents / 100 / 60 : 0;

    public (int Status, string Answer) Answer(Spoken asked)
    {
        lock (_lock)
        {
            return (asked.Method, asked.Path.Trim('/').Split('/')) switch
            {
                ("GET", [_, _, "instance-types"]) => Data(new JsonObject(Types.Select(type => KeyValuePair.Create(type.Key, (JsonNode?)Type(type.Key))))),
                ("GET", [_, _, "ssh-keys"]) => Data(new JsonArray([.. Keys.Select(key => new JsonObject { ["id"] = "k", ["name"] = key.Key, ["public_key"] = key.Value })])),
                ("POST", [_, _, "ssh-keys"]) => AddKey(JsonNode.Parse(asked.Body)!),
                ("POST", [_, _, "instance-operations", "launch"]) => Launch(JsonNode.Parse(asked.Body)!.AsObject()),
                ("POST", [_, _, "instance-operations", "terminate"]) => Terminate(JsonNode.Parse(asked.Body)!["instance_ids"]![0]!.GetValue<string>()),
                ("GET", [_, _, "instances"]) => Data(new JsonArray([.. Machines.Where(each => each.MadeAt + ListLag <= Now && !(each.EndedAt + Ending <= Now)).Select(Instance)])),
                ("GET", [_, _, "instances", var id]) => Machines.FirstOrDefault(each => each.Id == id && !(each.EndedAt + Ending <= Now)) is { } found ? Data(Instance(found)) : Error(404, "global/object-does-not-exist"),
                _ => Error(404, "global/object-does-not-exist"),
            };
        }
    }

    public static (int Status, string Answer) Error(int status, string code) => (status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "said by the fake", ["suggestion"] = "none" } }.ToJsonString());

    private static (int Status, string Answer) Data(JsonNode data) => (200, new JsonObject { ["data"] = data }.ToJsonString());

    private (int Status, string Answer) AddKey(JsonNode wish)
    {
        if (!Keys.TryAdd(wish["name"]!.GetValue<string>(), wish["public_key"]!.GetValue<string>())) return Error(400, "global/duplicate");
        return Data(new JsonObject { ["id"] = "k", ["name"] = wish["name"]!.GetValue<string>(), ["public_key"] = wish["public_key"]!.GetValue<string>() });
    }

    private (int Status, string Answer) Launch(JsonObject wish)
    {
        if (IsStrict && Now - _lastLaunch < TimeSpan.FromSeconds(12)) return (429, "too many");
        var (region, type) = (wish["region_name"]!.GetValue<string>(), wish["instance_type_name"]!.GetValue<string>());
        if (!Keys.ContainsKey(wish["ssh_key_names"]![0]!.GetValue<string>())) return Error(404, "global/object-does-not-exist");
        if (Refusing.TryGetValue(region, out var refusal)) return Error(refusal.Status, refusal.Code);
        if (!Stock.Contains((region, type))) return Error(400, "instance-operations/launch/insufficient-capacity");
        _lastLaunch = Now;
        var machine = new Machine { Id = string.Create(CultureInfo.InvariantCulture, $"{Machines.Count + 1:x32}"), Wish = wish, MadeAt = Now, ActiveAt = Now + Boot };
        Machines.Add(machine);
        return Data(new JsonObject { ["instance_ids"] = new JsonArray(machine.Id) });
    }

    private (int Status, string Answer) Terminate(string id)
    {
        if (Machines.FirstOrDefault(each => each.Id == id && !(each.EndedAt + Ending <= Now)) is not { } found) return Error(404, "global/object-does-not-exist");
        found.EndedAt ??= Now;
        return Data(new JsonObject { ["terminated_instances"] = new JsonArray(Instance(found)) });
    }

    private JsonObject Type(string name) => new()
    {
        ["instance_type"] = Kind(name),
        ["regions_with_capacity_available"] = new JsonArray([.. Stock.Where(each => each.Type == name).Select(each => new JsonObject { ["name"] = each.Region, ["description"] = "somewhere" })]),
    };

    private JsonObject Kind(string name) => new()
    {
        ["name"] = name,
        ["description"] = Types[name].Words,
        ["price_cents_per_hour"] = Types[name].Cents,
        ["specs"] = new JsonObject { ["vcpus"] = 30, ["memory_gib"] = 200, ["storage_gib"] = 512, ["gpus"] = Types[name].Gpus },
    };

    private JsonObject Instance(Machine each)
    {
        var json = new JsonObject
        {
            ["id"] = each.Id,
            ["name"] = each.Wish["name"]!.GetValue<string>(),
            ["status"] = each.EndedAt is not null ? "terminating" : each.ActiveAt <= Now ? "active" : "booting",
            ["region"] = new JsonObject { ["name"] = each.Wish["region_name"]!.GetValue<string>(), ["description"] = "somewhere" },
            ["instance_type"] = Kind(each.Type),
            ["tags"] = each.Wish["tags"]!.DeepClone(),
        };
        if (each.ActiveAt <= Now)
        {
            json["ip"] = "198.51.100.7";
            json["private_ip"] = "10.0.0.7";
        }

        return json;
    }
}
