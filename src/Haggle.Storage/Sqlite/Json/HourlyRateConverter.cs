using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Units;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A rate as whole nano-dollars an hour.</summary>
internal sealed class HourlyRateConverter : JsonConverter<HourlyRate>
{
    public override HourlyRate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(new Money(reader.GetInt64()));

    public override void Write(Utf8JsonWriter writer, HourlyRate value, JsonSerializerOptions options) => writer.WriteNumberValue(value.PerHour.NanoUsd);
}
