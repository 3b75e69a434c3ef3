using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>--json: the message as the server sent it, indented.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new(RestJson.Default.Options)
    {
        WriteIndented = true,
        // Names of offers and sentences of reasons are read by people too: an apostrophe stays one. The output goes to a terminal or a file, not into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of<T>(T message, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return JsonSerializer.Serialize(message, (JsonTypeInfo<T>)Indented.GetTypeInfo(type.Type)) + "\n";
    }
}
