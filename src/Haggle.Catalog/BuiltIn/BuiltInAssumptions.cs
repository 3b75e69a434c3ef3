using System.Text.Json;
using Haggle.Core.Economics.Training;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What estimates take for granted (data/assumptions.json), and the user's own numbers in its place.</summary>
public static class BuiltInAssumptions
{
    /// <summary>The user's own numbers in the state folder: a map of names to numbers.</summary>
    public const string OwnName = "plan-assumptions.json";

    private static readonly Lazy<TrainingAssumptions> Loaded = new(Load);

    /// <summary>The built-in ones.</summary>
    public static TrainingAssumptions All => Loaded.Value;

    /// <summary>The built-in ones with those of a file in their place; the built-in ones alone when there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is not what it may be; the message says where and what would do.</exception>
    public static TrainingAssumptions WithFile(string path)
    {
        if (!File.Exists(path)) return All;
        var assumed = All;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var each in json.RootElement.EnumerateObject())
            {
                var value = each.Value.ValueKind == JsonValueKind.Number ? each.Value.GetDouble() : double.NaN;
                assumed = assumed.With(each.Name, value, path) ?? throw new InvalidDataException($"{path}: {Explain(each.Name, each.Value.GetRawText())}");
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: is not a map of names to numbers such as {{\"startup.minutes\": 8}}: {fault.Message}", fault);
        }

        return assumed;
    }

    /// <summary>Why an assumption does not take a value, for people.</summary>
    public static string Explain(string name, string value) => All.Find(name) is { } known
        ? FormattableString.Invariant($"{name} is {value}, but must be a number from {known.Least} to {known.Most}: {known.Why}")
        : $"there is no assumption '{name}'" + (Core.Tasks.Spelling.Nearest(name, All.All.Select(each => each.Name)) is { } near ? $"; did you mean {near}?" : "");

    private static TrainingAssumptions Load()
    {
        using var stream = typeof(BuiltInAssumptions).Assembly.GetManifestResourceStream("assumptions.json") ?? throw new InvalidDataException("assumptions.json is missing from this build");
        using var json = JsonDocument.Parse(stream);
        return new TrainingAssumptions(json.RootElement.GetProperty("assumptions").EnumerateArray().Select(row => new Assumption(
            Text(row, "name"), row.GetProperty("value").GetDouble(), row.GetProperty("least").GetDouble(), row.GetProperty("most").GetDouble(), Text(row, "why"), Text(row, "source"))).ToArray());
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
