using System.Text.Json.Serialization;

namespace Haggle.Wire.Rest;

/// <summary>
/// JSON of everything that crosses between a client and the server. The messages have setters where init accessors would be nicer: the source generator
/// gives every init-only property a value, so that a field which an older side left out would lose its default and be null.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AboutMessage))]
[JsonSerializable(typeof(AddMachineMessage))]
[JsonSerializable(typeof(AddMachineRequest))]
[JsonSerializable(typeof(BillMessage))]
[JsonSerializable(typeof(CheckMessage))]
[JsonSerializable(typeof(DoctorMessage))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(EventListMessage))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(ExperienceMessage))]
[JsonSerializable(typeof(ExperienceLinesMessage))]
[JsonSerializable(typeof(ExperienceImportMessage))]
[JsonSerializable(typeof(LaunchMessage))]
[JsonSerializable(typeof(LeftoverListMessage))]
[JsonSerializable(typeof(NotebookMessage))]
[JsonSerializable(typeof(OfferListMessage))]
[JsonSerializable(typeof(PlanMessage))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PoolMachineMessage))]
[JsonSerializable(typeof(PoolMessage))]
[JsonSerializable(typeof(QueueMessage))]
[JsonSerializable(typeof(QuotaRequest))]
[JsonSerializable(typeof(ReclaimRequest))]
[JsonSerializable(typeof(RunListMessage))]
[JsonSerializable(typeof(RunMessage))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(ShellMessage))]
[JsonSerializable(typeof(StopServerRequest))]
[JsonSerializable(typeof(SweepRequest))]
[JsonSerializable(typeof(TunnelMessage))]
public sealed partial class RestJson : JsonSerializerContext;
