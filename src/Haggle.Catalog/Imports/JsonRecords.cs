using System.Text.Json;

namespace Haggle.Catalog.Imports;

/// <summary>Opens a price file of JSON; such files have some megabytes, and a limit keeps a wrong one from filling the memory.</summary>
internal static class JsonRecords
{
    private const int BytesMax = 256 << 20;

    /// <exception cref="InvalidDataException">It is no JSON, or far too long.</exception>
    public static JsonDocument Open(Stream stream)
    {
        if (stream.Length > BytesMax) throw new InvalidDataException($"it is longer than {BytesMax >> 20} MB, which no price list of this kind is");
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"line {(fault.LineNumber ?? 0) + 1}: the JSON is broken or cut off", fault);
        }
    }

    /// <summary>All bytes of a file, without a byte order mark.</summary>
    /// <exception cref="InvalidDataException">It is far too long.</exception>
    public static byte[] ReadAll(Stream stream)
    {
        if (stream.Length > BytesMax) throw new InvalidDataException($"it is longer than {BytesMax >> 20} MB, which no price list of this kind is");
        var bytes = new byte[stream.Length - stream.Position];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
    }

    /// <summary>The properties of an object.</summary>
    /// <param name="record">The object.</param>
    /// <param name="what">What it is, for people.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JsonElement.ObjectEnumerator Fields(JsonElement record, string what) =>
        record.ValueKind == JsonValueKind.Object ? record.EnumerateObject() : throw new InvalidDataException($"{what} is no object with a field for each");

    /// <summary>A text; "" when it is absent or something else.</summary>
    public static string Text(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    /// <summary>A number; 0 when it is absent or something else.</summary>
    public static double Number(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    /// <summary>The digits of a price, whether it is written as a number or as a string: exactly what the source says.</summary>
    public static byte[] Price(JsonElement record, string name)
    {
        if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(name, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.String => System.Text.Encoding.UTF8.GetBytes(value.GetString() ?? ""),
            _ => System.Text.Encoding.UTF8.GetBytes(value.GetRawText()),
        };
    }
}
