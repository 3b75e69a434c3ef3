using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>
/// Reads single values of Slurm's JSON, whose shapes change from version to version: a number is 5, "5", null, or since 23.02 {"set": true, "infinite": false,
/// "number": 5}; a state is "RUNNING" or ["RUNNING"]. Pure.
/// </summary>
internal static class SlurmValue
{
    /// <summary>A number; null for none, not set or unlimited.</summary>
    public static long? Number(JsonElement parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)) return Number(value);
        return null;
    }

    /// <summary>A text; "" for none. Of a list, its entries with commas between.</summary>
    public static string Text(JsonElement parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)) return Text(value);
        return "";
    }

    /// <summary>Words, upper case: a list, or one text with commas or pluses between.</summary>
    public static ImmutableArray<string> Words(JsonElement parent, params ReadOnlySpan<string> names) =>
        [.. Text(parent, names).Split([',', '+', '&'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => word.ToUpperInvariant())];

    /// <summary>An instant in seconds since 1970; null for none. Slurm writes 0 for "not yet".</summary>
    public static DateTimeOffset? Instant(JsonElement parent, params ReadOnlySpan<string> names) =>
        Number(parent, names) is > 0 and < uint.MaxValue - 2 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>A child; an undefined element when there is none.</summary>
    public static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static long? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble(),
        JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read : null,
        JsonValueKind.Object when IsTrue(value, "infinite") || !IsTrue(value, "set") => null,
        JsonValueKind.Object => Number(value, "number"),
        _ => null,
    };

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => "",
    };

    private static bool IsTrue(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
