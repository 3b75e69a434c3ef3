using System.Text.Json.Serialization;

namespace Haggle.Cli.Notebooks;

/// <summary>JSON of the conversation with the script on the machine.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NotebookServer))]
[JsonSerializable(typeof(NotebookSettings))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class NotebookJson : JsonSerializerContext;
