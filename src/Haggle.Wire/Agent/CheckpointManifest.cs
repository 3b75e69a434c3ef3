using System.Text.Json.Serialization;

namespace Haggle.Wire.Agent;

/// <summary>The file <c>manifest.json</c> of a checkpoint in a store. Its own SHA-256 is what a <see cref="CheckpointMessage"/> names.</summary>
public sealed record CheckpointManifest
{
    /// <summary>The checkpoint's name in the store.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt that saved it.</summary>
    public required int Epoch { get; init; }

    /// <summary>The program's step, or -1. Always written: a default that is left out would read as step 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Step { get; init; } = -1;

    /// <summary>The size of all files.</summary>
    public long Bytes { get; init; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>The files, sorted by path.</summary>
    public required CheckpointFile[] Files { get; init; }
}
