using System.Collections.Immutable;

namespace Haggle.Core.Policy.Experience;

/// <summary>The priors that are shipped, the most particular first, with their origin.</summary>
public static class SpotPriorTable
{
    /// <summary>What is assumed where no row speaks of a class.</summary>
    public static SpotPrior Any { get; } = new("", "", "", 1, 1, "no recording of this kind: as the mean of all recordings");

    // Written down from `dotnet run --project bench/Haggle.SpotBench -c Release -- classes`: changes that were seen over those that the mean of all recordings
    // would have made in the same states. The recordings are the public ones of the SkyPilot spot-traces collection.
    private const string October2022 = "recordings of 26 October to November 2022, SkyPilot spot-traces";
    private const string February2023 = "a recording of 15 February 2023, SkyPilot spot-traces";

    /// <summary>The rows.</summary>
    public static ImmutableArray<SpotPrior> Rows { get; } =
    [
        new("aws", "V100", "us-west-2", 1.09, 1.09, October2022 + " (one and eight to a machine, two zones), and a gang of 16 of August 2023"),
        new("aws", "V100", "us-east-1", 0.96, 0.80, February2023),
        new("aws", "K80", "", 0.88, 0.97, October2022 + " of us-west-2 (one and eight to a machine, two zones)"),
    ];

    /// <summary>The prior of a class.</summary>
    public static SpotPrior For(MarketClass kind) => Rows.FirstOrDefault(row => row.Covers(kind)) ?? Any;
}
