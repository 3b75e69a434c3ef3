using System.Text.Json;
using System.Text.Json.Serialization;
using Haggle.Core.Market;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>An offer's name as its text.</summary>
internal sealed class OfferKeyConverter : JsonConverter<OfferKey>
{
    public override OfferKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a name is missing"));

    public override void Write(Utf8JsonWriter writer, OfferKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
