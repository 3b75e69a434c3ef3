namespace Haggle.Wire.Rest;

/// <summary>What a task with a deadline is expected to cost under the spot policy, by simulation over what is known of the market.</summary>
public sealed record ForecastMessage
{
    /// <summary>The mean.</summary>
    public long ExpectedCostNanoUsd { get; set; }

    /// <summary>What 95 of 100 simulated runs stay under.</summary>
    public long WorstCostNanoUsd { get; set; }

    /// <summary>What on-demand from the start would cost.</summary>
    public long OnDemandCostNanoUsd { get; set; }

    /// <summary>The share of simulated runs that finished on spot alone, 0 to 1.</summary>
    public double SpotAlone { get; set; }

    /// <summary>How long it takes on average, waiting included, in the offer's time.</summary>
    public double ExpectedSeconds { get; set; }

    /// <summary>How often a machine is taken back on average.</summary>
    public double Reclaims { get; set; }

    /// <summary>Whether the deadline can be met at all.</summary>
    public bool IsPossible { get; set; }
}
