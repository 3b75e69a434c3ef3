using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Runs;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A run's number.</summary>
internal sealed class RunIdConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
