namespace Haggle.Wire.Rest;

/// <summary>What a run is expected to take and cost, as it was shown before it began.</summary>
public sealed record EstimateMessage
{
    /// <summary>The offer that was chosen.</summary>
    public required string Offer { get; init; }

    /// <summary>What all nodes cost an hour of the offer's time.</summary>
    public long RateNanoUsdPerHour { get; set; }

    /// <summary>Expected time in seconds of the offer's time; null when not known.</summary>
    public double? ExpectedSeconds { get; set; }

    /// <summary>Expected cost; null when not known.</summary>
    public long? ExpectedCostNanoUsd { get; set; }

    /// <summary>What the same machines cost an hour without the risk of a reclaim, all nodes; null when not known.</summary>
    public long? OnDemandRateNanoUsdPerHour { get; set; }

    /// <summary>What the estimate rests on, for people ("workload of the task file", "max_duration").</summary>
    public string Basis { get; set; } = "";
}
