namespace Haggle.Wire.Rest;

/// <summary>One offer in a plan.</summary>
public sealed record CandidateMessage
{
    /// <summary>The offer's key.</summary>
    public required string Offer { get; init; }

    /// <summary>Who lets it.</summary>
    public required string Provider { get; init; }

    /// <summary>Its region, or "".</summary>
    public string Region { get; init; } = "";

    /// <summary>Its zone, or "".</summary>
    public string Zone { get; init; } = "";

    /// <summary>The provider's name of the machine's size.</summary>
    public string InstanceType { get; init; } = "";

    /// <summary>The accelerator, or "".</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>Accelerators of one machine.</summary>
    public double AcceleratorCount { get; init; }

    /// <summary>Memory of each accelerator in GiB.</summary>
    public double AcceleratorMemoryGib { get; init; }

    /// <summary>Virtual CPUs of one machine.</summary>
    public double Vcpus { get; init; }

    /// <summary>Memory of one machine in GiB.</summary>
    public double MemoryGib { get; init; }

    /// <summary>"on-demand", "spot", "bid", "reserved-1y", "reserved-3y", "managed", "free-tier" or "owned".</summary>
    public string Purchase { get; init; } = "";

    /// <summary>What one machine costs an hour of the offer's time.</summary>
    public long RateNanoUsdPerHour { get; init; }

    /// <summary>Where the price comes from.</summary>
    public string PriceSource { get; init; } = "";

    /// <summary>When that source said so.</summary>
    public DateTimeOffset PriceAsOf { get; init; }

    /// <summary>Expected time to the end in seconds of the offer's time; null when not known.</summary>
    public double? ExpectedSeconds { get; init; }

    /// <summary>Expected cost of the whole run, all nodes; null when not known.</summary>
    public long? ExpectedCostNanoUsd { get; init; }

    /// <summary>Whether this is what would be rented.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why it was chosen, or why it lost ("dearer by $2.14/h", "cooling after no capacity until 14:05").</summary>
    public string Reason { get; init; } = "";
}
