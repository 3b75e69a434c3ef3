using Haggle.Core.Units;

namespace Haggle.Core.Market;

/// <summary>
/// Something that could be rented, bought or used to run a training on. Immutable; equality is by value.
/// </summary>
public sealed record Offer
{
    /// <summary>The lasting name of the offer.</summary>
    public required OfferKey Key { get; init; }

    /// <summary>Who lets the machine.</summary>
    public required ProviderName Provider { get; init; }

    /// <summary>The provider's region, or "" where it has none.</summary>
    public string Region { get; init; } = "";

    /// <summary>The zone in the region, or "" when the offer holds for all of them.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The provider's name of the machine's size.</summary>
    public required string InstanceType { get; init; }

    /// <summary>The canonical name of the accelerator ("V100"), or "" for a machine without one.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>How many accelerators a machine has; fractions are shares of one. Zero without accelerator.</summary>
    public double AcceleratorCount { get; init; }

    /// <summary>Memory of each accelerator; zero without one.</summary>
    public Gib AcceleratorMemory { get; init; }

    /// <summary>Virtual CPUs of a machine.</summary>
    public double Vcpus { get; init; }

    /// <summary>Main memory of a machine.</summary>
    public Gib Memory { get; init; }

    /// <summary>How it is bought.</summary>
    public Purchase Purchase { get; init; }

    /// <summary>How its time is counted.</summary>
    public BillingRule Billing { get; init; } = BillingRule.PerSecond;

    /// <summary>
    /// How many seconds of the offer's time pass in one second here: 1 in earnest, more in a rehearsal, where the bill shows
    /// what the same training would have cost on the real offer. At least 1.
    /// </summary>
    public int Pace { get; init; } = 1;

    /// <summary>What else the source says; null when it says no more. Planning asks none of it.</summary>
    public OfferFacts? Facts { get; init; }

    /// <summary>Whether the provider may take the machine back while it is in use.</summary>
    public bool CanBeReclaimed => Purchase is Purchase.Spot or Purchase.Bid;
}
