using System.Text.Json.Serialization;

namespace Haggle.Machines;

/// <summary>JSON of the files in a machine's folder that the provider writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MachineRecord))]
internal sealed partial class MachinesJson : JsonSerializerContext;
