using System.Collections.Immutable;

namespace Haggle.Core.Policy.Spot;

/// <summary>
/// What is known of spot markets before anything was seen of the one at hand. The numbers (in the other half of this class) are counts of what AWS markets did
/// in 2022 and 2023, made by <c>bench/Haggle.SpotBench priors</c> out of the public recordings of the SkyPilot spot-traces collection behind "Can't Be Late"
/// (Wu et al., NSDI 2024); no recording is shipped.
/// </summary>
public static partial class SpotPriors
{
    /// <summary>How many steps of experience the average over all availabilities is worth in a state.</summary>
    public const double Pseudo = 20;

    private static readonly ImmutableArray<double> Ages = [600, 1200, 2400, 4800, 9600, 19_200, 38_400, 76_800];

    /// <summary>The features that count for a single zone: the age of the run.</summary>
    public static MarketShape SingleShape { get; } = new(Ages, [], 86_400, 1);

    /// <summary>The features that count for several zones: the age of the run, and how many other zones are up.</summary>
    public static MarketShape SeveralShape { get; } = new(Ages, [], 86_400, 3);

    /// <summary>The counts of single zones, as <see cref="MarketCountsText"/> writes them.</summary>
    public static string SingleText => SingleCounts;

    /// <summary>The market model of a single zone.</summary>
    public static MarketChain Single { get; } = MarketChain.Of(MarketCountsText.Read(SingleShape, SingleCounts), Pseudo);

    /// <summary>How long a machine is expected to last in a zone that nobody has watched.</summary>
    public static TimeSpan MeanLife => TimeSpan.FromSeconds(Single.Life.Span[SingleShape.Up(UnknownAge.TotalSeconds, 0.5, 0)]);

    /// <summary>The age that is assumed of a run of up that nobody has watched.</summary>
    public static TimeSpan UnknownAge { get; } = TimeSpan.FromHours(1);

    /// <summary>The market model of several zones.</summary>
    public static MarketChain Several { get; } = MarketChain.Of(MarketCountsText.Read(SeveralShape, SeveralCounts), Pseudo);
}
