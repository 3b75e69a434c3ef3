using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Units;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>Money as whole nano-dollars.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.NanoUsd);
}
