using System.Text.Json;

namespace Haggle.Providers.Http;

/// <summary>Reads answers of clouds: what is not there, or of another type, is empty.</summary>
internal static class Json
{
    public static JsonElement Child(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text; numbers are taken as they are written.</summary>
    public static string Text(JsonElement parent, string name) => Child(parent, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    /// <summary>A number, also one that is written as a text; 0 for none.</summary>
    public static decimal Number(JsonElement parent, string name) => Child(parent, name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
        { ValueKind: JsonValueKind.String } text when decimal.TryParse(text.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) => value,
        _ => 0,
    };

    public static bool Flag(JsonElement parent, string name) => Child(parent, name).ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) => Items(Child(parent, name));

    public static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>An instant in seconds since 1970; null for none.</summary>
    public static DateTimeOffset? Seconds(JsonElement parent, string name) =>
        Number(parent, name) is > 0 and < 100_000_000_000m and var seconds ? DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;

    /// <summary>An instant as RFC 3339 writes it; null for none.</summary>
    public static DateTimeOffset? Instant(JsonElement parent, string name) =>
        DateTimeOffset.TryParse(Text(parent, name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
