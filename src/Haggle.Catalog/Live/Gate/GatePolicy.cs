namespace Haggle.Catalog.Live.Gate;

/// <summary>When new prices are not believed before somebody has looked.</summary>
internal sealed record GatePolicy
{
    public static GatePolicy Default { get; } = new();

    /// <summary>A price that became more than so many times dearer or cheaper is held back.</summary>
    public double MoveMost { get; init; } = 3;

    /// <summary>A source that has less than this share of the prices it had is held back.</summary>
    public double KeptLeast { get; init; } = 0.5;

    /// <summary>A source of which more than this share of rows was refused is held back: its format has changed.</summary>
    public double RefusedMost { get; init; } = 0.5;

    /// <summary>A source of which more than this share of prices moved too far is held back as a whole: its unit has changed.</summary>
    public double MovedMost { get; init; } = 0.1;

    /// <summary>With fewer prices than this, shares say nothing.</summary>
    public int FewestForShares { get; init; } = 10;
}
