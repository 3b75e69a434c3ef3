using System.Globalization;
using System.Text.Json;

namespace Haggle.House.Tests.Rules;

/// <summary>Every built-in fact in data/ says where it comes from and when that held.</summary>
internal static class DatedFacts
{
    public static IEnumerable<string> Broken(Tree tree) => tree.Below("data").Where(file => !file.Path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(Broken);

    private static IEnumerable<string> Broken((string Path, string Text) file)
    {
        if (!file.Path.EndsWith(".json", StringComparison.Ordinal)) return [$"{file.Path}: facts are kept as JSON, one object for each"];
        try
        {
            using var document = JsonDocument.Parse(file.Text);
            return [.. Lists(document.RootElement).SelectMany(list => list.EnumerateArray().Select((fact, i) => (fact, i))).SelectMany(item => Broken(file.Path, item.i, item.fact))];
        }
        catch (JsonException fault)
        {
            return [$"{file.Path}: {fault.Message}"];
        }
    }

    private static IEnumerable<string> Broken(string path, int index, JsonElement fact)
    {
        if (Text(fact, "source") is not { Length: > 3 }) yield return $"{path}: fact {index + 1} has no source";

        // Some sources tell only the month.
        if (!DateOnly.TryParseExact(Text(fact, "as_of"), ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return $"{path}: fact {index + 1} has no date (as_of: yyyy-MM-dd or yyyy-MM)";
    }

    private static IEnumerable<JsonElement> Lists(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => [root],
        JsonValueKind.Object => root.EnumerateObject().Select(member => member.Value).Where(value => value.ValueKind is JsonValueKind.Array),
        _ => [],
    };

    private static string? Text(JsonElement fact, string name) =>
        fact.ValueKind is JsonValueKind.Object && fact.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
