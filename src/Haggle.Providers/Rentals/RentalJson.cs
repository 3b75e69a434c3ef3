using System.Text.Json.Serialization;

namespace Haggle.Providers.Rentals;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RentalNote))]
internal sealed partial class RentalJson : JsonSerializerContext;
