using System.Collections.Immutable;

namespace Haggle.Core.Policy.Experience;

/// <summary>The priors that are shipped, the most particular first, with their origin.</summary>
public static class SpotPriorTable
{
    /// <summary>What is assumed where no row speaks of a class.</summary>
    public static SpotPrior Any { get; } = new("", "", "", 1, 1, "no recording of this kind: as the mean of all recordings");

    /// <summary>The rows.</summary>
    public static ImmutableArray<SpotPrior> Rows { get; } = [];

    /// <summary>The prior of a class.</summary>
    public static SpotPrior For(MarketClass kind) => Rows.FirstOrDefault(row => row.Covers(kind)) ?? Any;
}
