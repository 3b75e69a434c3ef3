using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Units;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>Memory as whole MiB.</summary>
internal sealed class GibConverter : JsonConverter<Gib>
{
    public override Gib Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Gib.FromMib(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Gib value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Mib);
}
