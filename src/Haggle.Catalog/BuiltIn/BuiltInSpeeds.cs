using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Economics.Speed;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What is known of models, data sets and speeds (data/models.json, data/speeds.json). Read when asked for, once; thread-safe.</summary>
public static class BuiltInSpeeds
{
    private const double Giga = 1e9;

    private static readonly Lazy<SpeedKnowledge> Loaded = new(Load);

    /// <summary>All of it.</summary>
    public static SpeedKnowledge Knowledge => Loaded.Value;

    private static SpeedKnowledge Load()
    {
        using var models = Open("models.json");
        using var speeds = Open("speeds.json");
        var sources = models.RootElement.GetProperty("sources").EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString() ?? "", StringComparer.Ordinal);
        var facts = speeds.RootElement;
        return new SpeedKnowledge(
            [.. models.RootElement.GetProperty("models").EnumerateArray().Select(row => Model(row, sources))],
            [.. models.RootElement.GetProperty("datasets").EnumerateArray().Select(row => Dataset(row, sources))],
            [.. facts.GetProperty("speeds").EnumerateArray().Select(Fact)],
            new TransferLaw(facts.GetProperty("weights").EnumerateObject().Select(each => new KeyValuePair<string, double>(each.Name, each.Value.GetDouble()))),
            facts.GetProperty("kinds").EnumerateArray().ToImmutableDictionary(row => Text(row, "kind"), row => new RooflineLaw(row.GetProperty("efficiency").GetDouble(), row.GetProperty("flops_per_byte").GetDouble())),
            facts.GetProperty("accuracy").EnumerateArray().ToImmutableDictionary(row => Text(row, "way"), row => new WayAccuracy(row.GetProperty("median").GetDouble(), row.GetProperty("p90").GetDouble(), Text(row, "how"))));
    }

    private static JsonDocument Open(string name)
    {
        using var stream = typeof(BuiltInSpeeds).Assembly.GetManifestResourceStream(name) ?? throw new InvalidDataException($"{name} is missing from this build");
        return JsonDocument.Parse(stream);
    }

    private static ModelProfile Model(JsonElement row, Dictionary<string, string> sources) => new()
    {
        Name = Text(row, "model"),
        Aliases = Aliases(row),
        Kind = Text(row, "kind"),
        Unit = Text(row, "unit"),
        FlopsPerUnit = Number(row, "gflops") * Giga,
        Parameters = Number(row, "parameters"),
        MeasuredAs = Text(row, "measured_as"),
        Source = sources[Text(row, "source")],
    };

    private static DatasetProfile Dataset(JsonElement row, Dictionary<string, string> sources) => new()
    {
        Name = Text(row, "dataset"),
        Aliases = Aliases(row),
        Unit = Text(row, "unit"),
        Count = row.GetProperty("count").GetDouble(),
        Gb = Number(row, "gb"),
        Source = sources[Text(row, "source")],
    };

    private static SpeedFact Fact(JsonElement row) => new(
        Text(row, "model"), Text(row, "format") == TransferLaw.Word(NumberFormat.Half) ? NumberFormat.Half : NumberFormat.Single, Text(row, "card"), row.GetProperty("per_second").GetDouble(), Text(row, "series"));

    private static ImmutableArray<string> Aliases(JsonElement row) => row.TryGetProperty("aliases", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString() ?? "")] : [];

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static double? Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
