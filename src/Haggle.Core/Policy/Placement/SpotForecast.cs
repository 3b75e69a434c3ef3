namespace Haggle.Core.Policy.Placement;

/// <summary>What a job with a deadline is expected to cost under the spot policy, before it has begun.</summary>
/// <param name="ExpectedUsd">The mean of all simulated runs, in dollars.</param>
/// <param name="WorstUsd">What 95 of 100 simulated runs stay under.</param>
/// <param name="OnDemandUsd">What on-demand from the start would cost.</param>
/// <param name="SpotAlone">The share of simulated runs that finished without on-demand, 0 to 1.</param>
/// <param name="ExpectedTime">How long the simulated runs took, waiting included, on average.</param>
/// <param name="Reclaims">How often a machine was taken back in a run, on average.</param>
/// <param name="Runs">How many runs were simulated.</param>
/// <param name="IsPossible">Whether the deadline can be met at all; if not, the numbers are those of on-demand from the start, and late.</param>
public sealed record SpotForecast(
    double ExpectedUsd, double WorstUsd, double OnDemandUsd, double SpotAlone, TimeSpan ExpectedTime, double Reclaims, int Runs, bool IsPossible);
