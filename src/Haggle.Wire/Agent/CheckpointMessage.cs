using System.Text.Json.Serialization;

namespace Haggle.Wire.Agent;

/// <summary>A complete checkpoint in a store.</summary>
public sealed record CheckpointMessage
{
    /// <summary>Its name in the store: "epoch-sequence", both of fixed width, so that names sort by age.</summary>
    public required string Id { get; init; }

    /// <summary>The program's step, or -1. Always written: a default that is left out would read as step 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Step { get; init; } = -1;

    /// <summary>Its size.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of its manifest, lower-case hex.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }
}
