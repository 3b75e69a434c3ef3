using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Economics.Training;

namespace Haggle.Catalog.BuiltIn;

/// <summary>The rules of advice (data/plan-advice.json). Read when asked for, once; thread-safe.</summary>
public static class BuiltInPlanRules
{
    private static readonly Lazy<ImmutableArray<PlanRule>> Loaded = new(Load);

    /// <summary>All rules, in the order in which they are told.</summary>
    public static ImmutableArray<PlanRule> Rules => Loaded.Value;

    private static ImmutableArray<PlanRule> Load()
    {
        using var stream = typeof(BuiltInPlanRules).Assembly.GetManifestResourceStream("plan-advice.json") ?? throw new InvalidDataException("plan-advice.json is missing from this build");
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("rules").EnumerateArray().Select(row => new PlanRule(
            Text(row, "id"), Text(row, "of"), [.. row.GetProperty("when").EnumerateArray().Select(each => each.GetString() ?? "")], Text(row, "say"), Text(row, "why"), Text(row, "source")))];
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
