namespace Haggle.Wire.Rest;

/// <summary>A saved checkpoint of a run.</summary>
public sealed record CheckpointView
{
    /// <summary>Its name in the store.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt that saved it.</summary>
    public int Epoch { get; set; }

    /// <summary>The program's step; null when it did not say.</summary>
    public long? Step { get; set; }

    /// <summary>Its size.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset SavedAt { get; set; }
}
