using System.Text.Json;

namespace Haggle.Catalog.Tests.Live;

/// <summary>Holds answers of our own making against a vendor's description of its API, as far as types and names of fields go.</summary>
internal static class Contract
{
    /// <summary>Checks an answer against a schema of a Google discovery document.</summary>
    public static IEnumerable<string> Discovery(JsonElement document, string schema, JsonElement value) => Discovery(document, document.GetProperty("schemas").GetProperty(schema), value, schema);

    /// <summary>Checks that an object has no field that an example has not, and each of the type that it has there; null goes for all.</summary>
    public static IEnumerable<string> Example(JsonElement example, JsonElement value)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (!example.TryGetProperty(field.Name, out var shown)) yield return $"{field.Name} is not in the example";
            else if (field.Value.ValueKind != JsonValueKind.Null && shown.ValueKind != JsonValueKind.Null && Kind(field.Value) != Kind(shown)) yield return $"{field.Name} is {Kind(field.Value)}, in the example {Kind(shown)}";
        }
    }

    private static IEnumerable<string> Discovery(JsonElement document, JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("$ref", out var other)) schema = document.GetProperty("schemas").GetProperty(other.GetString()!);
        var type = schema.GetProperty("type").GetString();
        if (type != Kind(value) && !(type == "integer" && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _))) return [$"{place} is {Kind(value)} and not {type}"];
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Discovery(document, schema.GetProperty("items"), item, $"{place}[{i}]")),
            JsonValueKind.Object when schema.TryGetProperty("properties", out var properties) => value.EnumerateObject().SelectMany(field =>
                properties.TryGetProperty(field.Name, out var known) ? Discovery(document, known, field.Value, $"{place}.{field.Name}") : [$"{place}.{field.Name} is not described"]),
            _ => [],
        };
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
