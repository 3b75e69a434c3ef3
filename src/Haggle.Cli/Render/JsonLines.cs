using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Haggle.Cli.Render;

/// <summary>JSON written by hand, indented; for answers that never cross a process border.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    public static void Optional(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    public static void Optional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known)) json.WriteNumber(name, known);
    }

    public static void Optional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }
}
