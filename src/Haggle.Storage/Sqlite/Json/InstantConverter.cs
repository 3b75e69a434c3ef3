using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>An instant as UTC ticks: exact, short, and the same whatever the clock's zone was.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64(), TimeSpan.Zero);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(value.UtcTicks);
}
