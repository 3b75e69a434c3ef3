using System.Text.Json;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A named instant, as UTC ticks.</summary>
internal sealed class NamedInstantConverter : NamedConverter<DateTimeOffset>
{
    protected override DateTimeOffset ReadValue(ref Utf8JsonReader reader) => new(reader.GetInt64(), TimeSpan.Zero);

    protected override void WriteValue(Utf8JsonWriter writer, DateTimeOffset value) => writer.WriteNumberValue(value.UtcTicks);
}
