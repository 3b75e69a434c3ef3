using System.Text.Json.Serialization;

namespace Haggle.Wire.Rest;

/// <summary>JSON of everything that crosses between a client and the server.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AboutMessage))]
[JsonSerializable(typeof(BillMessage))]
[JsonSerializable(typeof(CheckMessage))]
[JsonSerializable(typeof(DoctorMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(EventListMessage))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(LaunchMessage))]
[JsonSerializable(typeof(PlanMessage))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(QueueMessage))]
[JsonSerializable(typeof(ReclaimRequest))]
[JsonSerializable(typeof(RunListMessage))]
[JsonSerializable(typeof(RunMessage))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(ShellMessage))]
[JsonSerializable(typeof(StopServerRequest))]
public sealed partial class RestJson : JsonSerializerContext;
