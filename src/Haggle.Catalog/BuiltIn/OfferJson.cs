using System.Text.Json.Serialization;

namespace Haggle.Catalog.BuiltIn;

/// <summary>JSON of the built-in offers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OfferFile))]
internal sealed partial class OfferJson : JsonSerializerContext;
