using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Storage.Sqlite.Json;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class StoreJsonTests
{
    [Fact]
    public void Every_member_of_a_run_survives_its_document()
    {
        for (var seed = 0; seed < 300; seed++) AssertSurvives<Run>(seed, StoreJson.Default.Run);
    }

    [Fact]
    public void Every_member_of_an_ended_attempt_survives_its_document()
    {
        for (var seed = 0; seed < 100; seed++) AssertSurvives<AttemptRecord>(seed, StoreJson.Default.AttemptRecord);
    }

    [Fact]
    public void A_forgotten_member_is_seen()
    {
        var run = new AnyValue(new Random(1)).Draw<Run>() with { Failures = 7 };
        var document = JsonNode.Parse(JsonSerializer.Serialize(run, StoreJson.Default.Run))!.AsObject();
        Assert.True(document.Remove("failures"));
        var back = document.Deserialize(StoreJson.Default.Run);
        Assert.Equal("Run.Failures: 7 became 0", Assert.Single(AnyValue.Differences(run, back, "Run")));
    }

    [Fact]
    public void Drawn_runs_reach_every_member()
    {
        var drawn = Enumerable.Range(0, 300).Select(seed => JsonSerializer.SerializeToNode(new AnyValue(new Random(seed)).Draw<Run>(), StoreJson.Default.Run)!);
        var reached = drawn.SelectMany(node => Paths(node, "")).ToHashSet();
        Assert.Contains(".attempt.slots.agent.checkpoints.manifest_sha256", reached);
        Assert.Contains(".leaving.meter.rates.rate", reached);
        Assert.Contains(".job.rehearsal.pattern", reached);
        Assert.Contains(".job.wishes.max_hourly", reached);
        Assert.Contains(".progress.metrics", reached);
    }

    [Fact]
    public void A_document_of_a_plain_run_is_small_and_readable()
    {
        var run = new Run
        {
            Id = new RunId(3),
            Version = 2,
            Job = new Job { Name = "charlm", Run = "train" },
            SubmittedAt = DateTimeOffset.UnixEpoch,
            Spent = Money.FromUsd(1.25m),
        };
        var text = JsonSerializer.Serialize(run, StoreJson.Default.Run);
        Assert.Contains("\"phase\":\"Placing\"", text, StringComparison.Ordinal);
        Assert.Contains("\"spent\":1250000000", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 100, 1200);
    }

    [Fact]
    public void Instants_of_any_zone_come_back_as_the_same_instant()
    {
        var there = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(5.5));
        var run = new Run { Id = new RunId(1), Version = 1, Job = new Job { Name = "n" }, SubmittedAt = there };
        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(run, StoreJson.Default.Run), StoreJson.Default.Run);
        Assert.Equal(there, back!.SubmittedAt);
    }

    [Fact]
    public void An_offer_in_a_document_keeps_its_name_and_price()
    {
        var quote = new AnyValue(new Random(5)).Draw<Quote>();
        Assert.Empty(AnyValue.Differences(quote, JsonSerializer.Deserialize(JsonSerializer.Serialize(quote, StoreJson.Default.Quote), StoreJson.Default.Quote), "Quote"));
    }

    private static void AssertSurvives<T>(int seed, JsonTypeInfo<T> type)
    {
        var value = new AnyValue(new Random(seed)).Draw<T>();
        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type);
        var differences = AnyValue.Differences(value, back, typeof(T).Name).ToImmutableArray();
        Assert.True(differences.IsEmpty, $"seed {seed}: {string.Join("\n", differences)}");
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Paths(member.Value, $"{path}.{member.Key}").Prepend($"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Paths(item, path)),
        _ => [],
    };
}
