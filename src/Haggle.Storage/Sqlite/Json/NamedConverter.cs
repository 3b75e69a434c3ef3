using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A named value as ["name", value]: pairs have no settable members, so generated code would read them back empty.</summary>
internal abstract class NamedConverter<T> : JsonConverter<KeyValuePair<string, T>>
{
    public override KeyValuePair<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()) throw new JsonException("a named value is not an array");
        var name = reader.GetString() ?? throw new JsonException("a name is missing");
        reader.Read();
        var value = ReadValue(ref reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("a named value has more than two parts");
        return new(name, value);
    }

    public override void Write(Utf8JsonWriter writer, KeyValuePair<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Key);
        WriteValue(writer, value.Value);
        writer.WriteEndArray();
    }

    protected abstract T ReadValue(ref Utf8JsonReader reader);

    protected abstract void WriteValue(Utf8JsonWriter writer, T value);
}
