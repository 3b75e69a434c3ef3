using System.Text.Json;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A named text.</summary>
internal sealed class NamedTextConverter : NamedConverter<string>
{
    protected override string ReadValue(ref Utf8JsonReader reader) => reader.GetString() ?? throw new JsonException("a text is missing");

    protected override void WriteValue(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}
