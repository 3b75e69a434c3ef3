namespace Haggle.Wire.Rest;

/// <summary>An offer with its price. `haggle offers --json` writes the same; what nobody says is left out.</summary>
public sealed record OfferMessage
{
    /// <summary>Ten digits that stand for the key.</summary>
    public required string Id { get; set; }

    /// <summary>The lasting name: provider/place/instance type/purchase.</summary>
    public required string Key { get; set; }

    /// <summary>Who lets it.</summary>
    public required string Provider { get; set; }

    /// <summary>The provider's region.</summary>
    public string? Region { get; set; }

    /// <summary>The zone in it, when the price holds for that one only.</summary>
    public string? Zone { get; set; }

    /// <summary>ISO 3166-1 code of the country.</summary>
    public string? Country { get; set; }

    /// <summary>The provider's name of the machine.</summary>
    public required string InstanceType { get; set; }

    /// <summary>The canonical name of the accelerator.</summary>
    public string? Accelerator { get; set; }

    /// <summary>How many a machine has; fractions are shares of one.</summary>
    public double? AcceleratorCount { get; set; }

    /// <summary>Memory of each, in the GB of its label.</summary>
    public double? AcceleratorMemoryGb { get; set; }

    /// <summary>Virtual CPUs.</summary>
    public double? Vcpus { get; set; }

    /// <summary>Main memory.</summary>
    public double? MemoryGib { get; set; }

    /// <summary>Disk inside the machine.</summary>
    public int? LocalDiskGb { get; set; }

    /// <summary>How it is bought ("on-demand", "spot", "reserved-1y-all-upfront", "managed", "free").</summary>
    public required string Purchase { get; set; }

    /// <summary>A whole machine for an hour; commitments paid at once are spread over their term.</summary>
    public required long PriceNanoUsdPerHour { get; set; }

    /// <summary>What the source writes, where it writes the price of a month of 730 hours.</summary>
    public long? PriceNanoUsdPerMonth { get; set; }

    /// <summary>The same machine on demand.</summary>
    public long? OnDemandNanoUsdPerHour { get; set; }

    /// <summary>The same machine as spot.</summary>
    public long? SpotNanoUsdPerHour { get; set; }

    /// <summary>How often machines of it are taken back within a month: 1 under 5 %, 2 under 10, 3 under 15, 4 under 20, 5 more.</summary>
    public int? InterruptionBand { get; set; }

    /// <summary>The share of the time that the host was up, 0 to 1.</summary>
    public double? Reliability { get; set; }

    /// <summary>"data-centre" or "private-person".</summary>
    public string? Host { get; set; }

    /// <summary>The newest CUDA that the host's driver takes ("12.8").</summary>
    public string? CudaMax { get; set; }

    /// <summary>Where the price comes from.</summary>
    public required string Source { get; set; }

    /// <summary>When it held.</summary>
    public required DateTimeOffset AsOf { get; set; }

    /// <summary>When a source first told of the offer.</summary>
    public DateTimeOffset FirstSeen { get; set; }

    /// <summary>When one last did.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>Whether it is an earlier price.</summary>
    public bool? IsHistory { get; set; }

    /// <summary>Whether Haggle computed it from another price.</summary>
    public bool? IsEstimated { get; set; }

    /// <summary>Whether its source could not be read when it was asked last.</summary>
    public bool? IsStale { get; set; }

    /// <summary>Whether the provider has closed.</summary>
    public bool? IsClosed { get; set; }
}
