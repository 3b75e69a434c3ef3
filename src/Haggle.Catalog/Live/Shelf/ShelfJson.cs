using System.Text.Json.Serialization;

namespace Haggle.Catalog.Live.Shelf;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ShelfRecord))]
internal sealed partial class ShelfJson : JsonSerializerContext;
