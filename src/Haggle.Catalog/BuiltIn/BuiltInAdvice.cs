using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Economics.Training;

namespace Haggle.Catalog.BuiltIn;

/// <summary>The rules of advice (data/advice.json). Read when asked for, once; thread-safe.</summary>
public static class BuiltInAdvice
{
    private static readonly Lazy<ImmutableArray<AdviceRule>> Loaded = new(Load);

    /// <summary>All rules, in the order in which they are told.</summary>
    public static ImmutableArray<AdviceRule> Rules => Loaded.Value;

    private static ImmutableArray<AdviceRule> Load()
    {
        using var stream = typeof(BuiltInAdvice).Assembly.GetManifestResourceStream("advice.json") ?? throw new InvalidDataException("advice.json is missing from this build");
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("rules").EnumerateArray().Select(row => new AdviceRule(
            Text(row, "id"), Text(row, "of"), [.. row.GetProperty("when").EnumerateArray().Select(each => each.GetString() ?? "")], Text(row, "say"), Text(row, "why"), Text(row, "source")))];
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
