using System.Text.Json;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Reads answers of vendors: what is not there or of another type is said, with the name of the field.</summary>
internal static class LiveJson
{
    /// <exception cref="InvalidDataException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{what} is broken or cut off at line {(fault.LineNumber ?? 0) + 1}", fault);
        }
    }

    /// <exception cref="InvalidDataException">There is none.</exception>
    public static JsonElement Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : throw new InvalidDataException($"there is no object '{name}' in it");

    /// <exception cref="InvalidDataException">There is none.</exception>
    public static JsonElement Array(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : throw new InvalidDataException($"there is no list '{name}' in it");

    /// <summary>The texts of a list; empty when it is absent or something else.</summary>
    public static IEnumerable<string> Texts(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString() ?? "")
            : [];

    /// <summary>A child; an undefined element when it is absent.</summary>
    public static JsonElement Child(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    /// <summary>True, false, or null when it is absent or something else.</summary>
    public static bool? Flag(JsonElement parent, string name) => Child(parent, name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
}
