using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>
/// What else a source says about an offer. Kept apart from <see cref="Offer"/>: planning goes through hundreds of thousands of offers and asks none of it.
/// </summary>
public sealed record OfferFacts
{
    /// <summary>How a commitment is paid.</summary>
    public ReservedPayment Payment { get; init; }

    /// <summary>What the source's price is for.</summary>
    public PriceUnit Unit { get; init; }

    /// <summary>The price in that unit, exactly as the source writes it; equal to the hourly rate for <see cref="PriceUnit.Hour"/>.</summary>
    public Money SourcePrice { get; init; }

    /// <summary>What the processors run.</summary>
    public CpuArchitecture Architecture { get; init; }

    /// <summary>Disk inside the machine; zero when there is none or nobody says.</summary>
    public Gib LocalDisk { get; init; }

    /// <summary>How often machines of it are taken back.</summary>
    public InterruptionBand Interruption { get; init; }

    /// <summary>The share of the time that the host was up, 0 to 1; null when nobody says.</summary>
    public double? Reliability { get; init; }

    /// <summary>Whose room the machine stands in.</summary>
    public HostKind Host { get; init; }

    /// <summary>The newest CUDA that the host's driver takes ("12.8"); "" when nobody says.</summary>
    public string CudaMax { get; init; } = "";

    /// <summary>Whether it could be had when the source was asked; null when nobody says.</summary>
    public bool? Available { get; init; }

    /// <summary>When a source first told of the offer.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When a source last told of it.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether the provider has closed: the offer is history.</summary>
    public bool IsClosed { get; init; }
}
