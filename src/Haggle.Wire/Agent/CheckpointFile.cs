namespace Haggle.Wire.Agent;

/// <summary>One file of a checkpoint.</summary>
public sealed record CheckpointFile
{
    /// <summary>Its path below <c>files/</c> in the store and below the checkpoint folder on a machine; parts are joined by "/".</summary>
    public required string Path { get; init; }

    /// <summary>Its size.</summary>
    public long Bytes { get; init; }

    /// <summary>Its SHA-256, lower-case hex.</summary>
    public required string Sha256 { get; init; }
}
