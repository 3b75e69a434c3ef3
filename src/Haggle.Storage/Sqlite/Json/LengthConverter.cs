using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A length of time as ticks.</summary>
internal sealed class LengthConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Ticks);
}
