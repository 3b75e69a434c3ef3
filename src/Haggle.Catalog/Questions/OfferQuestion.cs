using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Questions;

/// <summary>What offers are looked for. The default asks for everything with an accelerator.</summary>
public sealed record OfferQuestion
{
    /// <summary>The accelerators, any of which will do; none for all.</summary>
    public IReadOnlyList<AcceleratorWish> Accelerators { get; init; } = [];

    /// <summary>The least memory of one accelerator, GB.</summary>
    public double MemoryGb { get; init; }

    /// <summary>The least memory of all accelerators of a machine, GB.</summary>
    public double TotalMemoryGb { get; init; }

    /// <summary>The most that a machine may cost an hour.</summary>
    public Money? PriceMax { get; init; }

    /// <summary>Providers, any of which will do; none for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Countries by their codes ("DE"), any of which will do; offers that do not say are refused then. None for all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>A region, a part of its name, or a continent ("europe"); "" for all.</summary>
    public string Region { get; init; } = "";

    /// <summary>Ways to buy, any of which will do; empty for all.</summary>
    public PurchaseSet Purchases { get; init; }

    /// <summary>The worst band of interruptions; unknown is refused then. <see cref="InterruptionBand.Unknown"/> for all.</summary>
    public InterruptionBand InterruptionMax { get; init; }

    /// <summary>The least reliability, 0 to 1; offers that do not say are refused then. 0 for all.</summary>
    public double ReliabilityMin { get; init; }

    /// <summary>Whether only machines in data centres will do.</summary>
    public bool SecureOnly { get; init; }

    /// <summary>The CUDA version that the driver must take, in tenths (128 for 12.8); offers that do not say stay. 0 for all.</summary>
    public int CudaTenths { get; init; }

    /// <summary>The fewest virtual CPUs.</summary>
    public double VcpusMin { get; init; }

    /// <summary>The least main memory, GiB.</summary>
    public double HostMemoryGib { get; init; }

    /// <summary>The oldest price that will do; null for any.</summary>
    public TimeSpan? AgeMax { get; init; }

    /// <summary>What the cheapest is counted by.</summary>
    public OfferOrder Order { get; init; }

    /// <summary>Whether every offer is answered, or only each provider's best.</summary>
    public bool All { get; init; }

    /// <summary>How many offers are answered at most.</summary>
    public int Limit { get; init; } = 50;
}
