using System.Text.Json.Serialization;

namespace Haggle.Wire.Agent;

/// <summary>JSON of everything that crosses between server and agent, and of the files that both read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AgentConfiguration))]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentReply))]
[JsonSerializable(typeof(OrderMessage))]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(MachineEnded))]
[JsonSerializable(typeof(ReclaimSchedule))]
public sealed partial class AgentJson : JsonSerializerContext;
