using System.Text.Json.Serialization;

namespace Haggle.Wire.Hosts;

/// <summary>JSON of what the agent tells about its host, and of allotments.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostFactsMessage))]
[JsonSerializable(typeof(AllotRequest))]
[JsonSerializable(typeof(AllotAnswer))]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostReply))]
public sealed partial class HostJson : JsonSerializerContext;
