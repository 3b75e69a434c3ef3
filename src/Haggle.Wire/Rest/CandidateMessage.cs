namespace Haggle.Wire.Rest;

/// <summary>One offer in a plan.</summary>
public sealed record CandidateMessage
{
    /// <summary>The offer's key.</summary>
    public required string Offer { get; init; }

    /// <summary>Who lets it.</summary>
    public required string Provider { get; init; }

    /// <summary>Its region, or "".</summary>
    public string Region { get; set; } = "";

    /// <summary>Its zone, or "".</summary>
    public string Zone { get; set; } = "";

    /// <summary>The provider's name of the machine's size.</summary>
    public string InstanceType { get; set; } = "";

    /// <summary>The accelerator, or "".</summary>
    public string Accelerator { get; set; } = "";

    /// <summary>Accelerators of one machine.</summary>
    public double AcceleratorCount { get; set; }

    /// <summary>Memory of each accelerator in GiB.</summary>
    public double AcceleratorMemoryGib { get; set; }

    /// <summary>Virtual CPUs of one machine.</summary>
    public double Vcpus { get; set; }

    /// <summary>Memory of one machine in GiB.</summary>
    public double MemoryGib { get; set; }

    /// <summary>"on-demand", "spot", "bid", "reserved-1y", "reserved-3y", "managed", "free-tier" or "owned".</summary>
    public string Purchase { get; set; } = "";

    /// <summary>What one machine costs an hour of the offer's time.</summary>
    public long RateNanoUsdPerHour { get; set; }

    /// <summary>Where the price comes from.</summary>
    public string PriceSource { get; set; } = "";

    /// <summary>When that source said so.</summary>
    public DateTimeOffset PriceAsOf { get; set; }

    /// <summary>Expected time to the end in seconds of the offer's time; null when not known.</summary>
    public double? ExpectedSeconds { get; set; }

    /// <summary>Expected cost of the whole run, all nodes; null when not known.</summary>
    public long? ExpectedCostNanoUsd { get; set; }

    /// <summary>Whether this is what would be rented.</summary>
    public bool IsChosen { get; set; }

    /// <summary>Why it was chosen, or why it lost ("dearer by $2.14/h", "cooling after no capacity until 14:05").</summary>
    public string Reason { get; set; } = "";
}
