using System.Collections.Immutable;

namespace Haggle.Core.Economics.Speed;

/// <summary>A data set that people train on by name.</summary>
public sealed record DatasetProfile
{
    /// <summary>The canonical name ("imagenet").</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What is counted, in the singular.</summary>
    public required string Unit { get; init; }

    /// <summary>How many a training sees in one epoch.</summary>
    public required double Count { get; init; }

    /// <summary>Its size on disk, GB; null when not known.</summary>
    public double? Gb { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }
}
