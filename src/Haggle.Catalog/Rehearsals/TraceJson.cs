using System.Text.Json.Serialization;

namespace Haggle.Catalog.Rehearsals;

/// <summary>The file format of published availability traces.</summary>
internal sealed record TraceFile
{
    public TraceMetadata? Metadata { get; init; }

    public double[]? Data { get; init; }
}

/// <summary>Its header; the fields that matter here.</summary>
internal sealed record TraceMetadata
{
    public double GapSeconds { get; init; }
}

/// <summary>JSON of traces.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TraceFile))]
internal sealed partial class TraceJson : JsonSerializerContext;
