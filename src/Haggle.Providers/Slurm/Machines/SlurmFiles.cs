using System.Text.Json.Serialization;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>JSON of the files in a machine's folder that the provider writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlurmRecord))]
[JsonSerializable(typeof(MachineUp))]
[JsonSerializable(typeof(MachineGone))]
internal sealed partial class SlurmFiles : JsonSerializerContext;
