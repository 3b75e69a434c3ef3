using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Haggle.Providers.Tests.Rentals;

namespace Haggle.Providers.Tests.RunPod;

/// <summary>A cloud that behaves as RunPod may: stock runs out, bids are outbid, lists lag, GraphQL refuses with 200. It keeps its own meter.</summary>
internal sealed partial class FakeRunPod(TimeProvider time)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    public sealed class Pod
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required string Card { get; init; }

        public required int Count { get; init; }

        public required string Cloud { get; init; }

        public required string Centre { get; init; }

        public required decimal? BidPerCard { get; init; }

        public required decimal PerHour { get; init; }

        public required int Disk { get; init; }

        public required string Arguments { get; init; }

        public required JsonObject Environment { get; init; }

        public required DateTimeOffset MadeAt { get; init; }

        public required DateTimeOffset RunsAt { get; init; }

        public DateTimeOffset? StoppedAt { get; set; }

        public DateTimeOffset? EndedAt { get; set; }
    }

    public List<Pod> Pods { get; } = [];

    public List<(string Id, string Name, int Gb, int Max, decimal Secure, decimal Community, decimal MinBid)> Cards { get; } =
    [
        ("NVIDIA GeForce RTX 4090", "RTX 4090", 24, 8, 0.69m, 0.34m, 0.2m),
        ("NVIDIA A100-SXM4-80GB", "A100 SXM", 80, 8, 1.74m, 0, 0.79m),
        ("unknown", "unknown", 0, 1, 0.1m, 0.1m, 0),
    ];

    /// <summary>Cards that are out of stock.</summary>
    public HashSet<string> Out { get; } = [];

    /// <summary>What a pod with a card gets: a REST status, and GraphQL's code.</summary>
    public Dictionary<string, (int Status, string Code)> Refusing { get; } = [];

    public decimal Credit { get; set; } = 25;

    public TimeSpan ListLag { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan Boot { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether spot is made on demand all the same.</summary>
    public bool MakesAnother { get; set; }

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>What the cloud charges: cards and disk while it runs, to the second.</summary>
    public decimal Owed(Pod pod)
    {
        var end = pod.StoppedAt ?? pod.EndedAt ?? Now;
        return end > pod.RunsAt ? (decimal)(end - pod.RunsAt).TotalSeconds * (pod.PerHour + (0.1m * pod.Disk / 30 / 24)) / 3600 : 0;
    }

    public (int Status, string Answer) Answer(Spoken asked)
    {
        lock (_lock)
        {
            return (asked.Method, asked.Path.Trim('/').Split('/')) switch
            {
                ("POST", ["graphql"]) => Graph(JsonNode.Parse(asked.Body)!["query"]!.GetValue<string>()),
                ("POST", ["v2", "pods"]) => Deploy(JsonNode.Parse(asked.Body)!.AsObject()),
                ("GET", ["v2", "pods"]) => (200, new JsonObject { ["pods"] = new JsonArray([.. Pods.Where(each => each.MadeAt + ListLag <= Now && !(each.EndedAt + Forgotten <= Now)).Select(Show)]) }.ToJsonString()),
                ("GET", ["v2", "pods", var id]) => Find(id) is { } pod ? (200, Show(pod).ToJsonString()) : Problem(404),
                ("DELETE", ["v2", "pods", var id]) => Delete(id),
                _ => Problem(404),
            };
        }
    }

    public static (int Status, string Answer) Problem(int status) => (status, new JsonObject { ["title"] = "a problem", ["status"] = status, ["detail"] = "said by the fake" }.ToJsonString());

    private Pod? Find(string id) => Pods.FirstOrDefault(each => each.Id == id && !(each.EndedAt + Forgotten <= Now));

    private (int Status, string Answer) Delete(string id)
    {
        if (Find(id) is not { } pod) return Problem(404);
        pod.EndedAt ??= Now;
        return (204, "");
    }

    private (int Status, string Answer) Deploy(JsonObject wish)
    {
        var card = wish["gpu"]!["id"]!.GetValue<string>();
        if (Refusing.TryGetValue(card, out var refusal)) return Problem(refusal.Status);
        if (Out.Contains(card)) return Problem(400);
        var (count, isSecure) = (wish["gpu"]!["count"]!.GetValue<int>(), wish["cloud"]!.GetValue<string>() == "SECURE");
        var kind = Cards.Single(each => each.Id == card);
        var pod = Make(wish["name"]!.GetValue<string>(), card, count, isSecure, wish["dataCenterIds"]?[0]!.GetValue<string>() ?? "EU-RO-1", null, (isSecure ? kind.Secure : kind.Community) * count, wish["disk"]!.GetValue<int>(), wish["args"]!.GetValue<string>(), wish["env"]!.DeepClone().AsObject());
        return (201, Show(pod).ToJsonString());
    }

    private (int Status, string Answer) Graph(string query)
    {
        if (query.StartsWith("query { gpuTypes", StringComparison.Ordinal)) return Data(new JsonObject { ["gpuTypes"] = new JsonArray([.. Cards.Select(card => Card(card, query.Contains("secureCloud:true", StringComparison.Ordinal)))]) });
        if (query.StartsWith("query { myself", StringComparison.Ordinal)) return Data(new JsonObject { ["myself"] = new JsonObject { ["id"] = "u", ["email"] = "somebody@example.org", ["clientBalance"] = Credit, ["currentSpendPerHr"] = Pods.Where(each => each.EndedAt is null).Sum(each => each.PerHour) } });
        if (query.StartsWith("query { pod(", StringComparison.Ordinal)) return Data(new JsonObject { ["pod"] = Find(Value(query, "podId")) is { } pod ? new JsonObject { ["id"] = pod.Id, ["podType"] = pod.BidPerCard is null ? "RESERVED" : "INTERRUPTABLE" } : null });
        if (!query.StartsWith("mutation { podRentInterruptable", StringComparison.Ordinal)) return Refused("GRAPHQL_VALIDATION_FAILED");
        var card = Value(query, "gpuTypeId");
        var bid = decimal.Parse(Number(query, "bidPerGpu"), CultureInfo.InvariantCulture);
        if (Refusing.TryGetValue(card, out var refusal)) return Refused(refusal.Code);
        if (Out.Contains(card)) return Refused("SUPPLY_CONSTRAINT");
        if (bid < Cards.Single(each => each.Id == card).MinBid) return Refused("BID_TOO_LOW");
        var count = int.Parse(Number(query, "gpuCount"), CultureInfo.InvariantCulture);
        var variables = new JsonObject(Variable().Matches(query).Select(match => KeyValuePair.Create(match.Groups[1].Value, (JsonNode?)match.Groups[2].Value)));
        var made = Make(Value(query, "name"), card, count, query.Contains("cloudType:SECURE", StringComparison.Ordinal), query.Contains("dataCenterId:", StringComparison.Ordinal) ? Value(query, "dataCenterId") : "EU-RO-1", MakesAnother ? null : bid, bid * count, int.Parse(Number(query, "containerDiskInGb"), CultureInfo.InvariantCulture), Value(query, "dockerArgs"), variables);
        return Data(new JsonObject { ["podRentInterruptable"] = new JsonObject { ["id"] = made.Id, ["costPerHr"] = made.PerHour } });
    }

    private Pod Make(string name, string card, int count, bool isSecure, string centre, decimal? bid, decimal perHour, int disk, string arguments, JsonObject environment)
    {
        var pod = new Pod { Id = string.Create(CultureInfo.InvariantCulture, $"pod{Pods.Count + 1:0000000000}"), Name = name, Card = card, Count = count, Cloud = isSecure ? "SECURE" : "COMMUNITY", Centre = centre, BidPerCard = bid, PerHour = perHour, Disk = disk, Arguments = arguments, Environment = environment, MadeAt = Now, RunsAt = Now + Boot };
        Pods.Add(pod);
        return pod;
    }

    private JsonObject Card((string Id, string Name, int Gb, int Max, decimal Secure, decimal Community, decimal MinBid) card, bool isSecure)
    {
        var json = new JsonObject { ["id"] = card.Id, ["displayName"] = card.Name, ["memoryInGb"] = card.Gb, ["maxGpuCount"] = card.Max, ["securePrice"] = card.Secure, ["communityPrice"] = card.Community };
        foreach (var count in new[] { 1, 2, 4, 8 })
        {
            var isThere = count <= 2 && (isSecure ? card.Secure : card.Community) > 0;
            json[$"n{count}"] = new JsonObject { ["minimumBidPrice"] = isThere && card.MinBid > 0 ? card.MinBid : null, ["uninterruptablePrice"] = isThere ? card.Secure : null, ["minVcpu"] = isThere ? 8 * count : null, ["minMemory"] = isThere ? 32 * count : null, ["stockStatus"] = isThere ? "Low" : null };
        }

        return json;
    }

    private JsonObject Show(Pod pod)
    {
        var runs = pod.RunsAt <= Now && pod.StoppedAt is null && pod.EndedAt is null;
        return new JsonObject
        {
            ["id"] = pod.Id,
            ["name"] = pod.Name,
            ["status"] = pod.EndedAt is not null ? "TERMINATED" : pod.StoppedAt is not null ? "EXITED" : runs ? "RUNNING" : pod.RunsAt - Now > TimeSpan.FromSeconds(20) ? "PROVISIONING" : "STARTING",
            ["actions"] = new JsonArray("stop", "terminate"),
            ["image"] = "image",
            ["args"] = pod.Arguments,
            ["disk"] = pod.Disk,
            ["mounts"] = new JsonObject(),
            ["ports"] = new JsonArray("22/tcp"),
            ["env"] = pod.Environment.DeepClone(),
            ["registry"] = null,
            ["gpu"] = new JsonObject { ["id"] = pod.Card, ["count"] = pod.Count },
            ["cloud"] = pod.Cloud,
            ["dataCenterId"] = pod.Centre,
            ["cudaVersion"] = "12.8",
            ["ssh"] = new JsonObject { ["proxy"] = null, ["direct"] = runs ? new JsonObject { ["host"] = "198.51.100.7", ["port"] = 10022, ["username"] = "root", ["command"] = "ssh" } : null },
            ["template"] = null,
            ["cost"] = pod.PerHour,
            ["locked"] = false,
            ["globalNetworking"] = new JsonObject { ["enabled"] = false },
            ["runtime"] = null,
            ["createdAt"] = Instant(pod.MadeAt),
            ["startedAt"] = pod.RunsAt <= Now ? Instant(pod.RunsAt) : null,
        };
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static (int Status, string Answer) Data(JsonNode data) => (200, new JsonObject { ["data"] = data }.ToJsonString());

    private static (int Status, string Answer) Refused(string code) => (200, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = "said by the fake", ["extensions"] = new JsonObject { ["code"] = code } }), ["data"] = null }.ToJsonString());

    private static string Value(string query, string name) => JsonSerializer.Deserialize<string>(Regex.Match(query, name + ":(\"(?:[^\"\\\\]|\\\\.)*\")").Groups[1].Value)!;

    private static string Number(string query, string name) => Regex.Match(query, name + ":([0-9.]+)").Groups[1].Value;

    [GeneratedRegex("""\{key:"(\w+)",value:"((?:[^"\\]|\\.)*)"\}""")]
    private static partial Regex Variable();
}
