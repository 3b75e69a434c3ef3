using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Runs;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>A token as its text.</summary>
internal sealed class LaunchTokenConverter : JsonConverter<LaunchToken>
{
    public override LaunchToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a name is missing"));

    public override void Write(Utf8JsonWriter writer, LaunchToken value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
