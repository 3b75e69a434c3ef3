using System.Text.Json.Serialization;

namespace Haggle.Wire.Channels;

/// <summary>JSON of what opens a channel.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(ChannelAnswer))]
internal sealed partial class ChannelJson : JsonSerializerContext;
