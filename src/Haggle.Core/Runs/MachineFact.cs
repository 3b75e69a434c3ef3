using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;

namespace Haggle.Core.Runs;

/// <summary>What a provider says about one machine: its own word, by its own clock.</summary>
public sealed record MachineFact
{
    /// <summary>The provider's name of it.</summary>
    public required MachineId Machine { get; init; }

    /// <summary>The token it bears.</summary>
    public required LaunchToken Token { get; init; }

    /// <summary>Whether it is there.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>Whether the provider took it back.</summary>
    public bool Reclaimed { get; init; }

    /// <summary>What it waits for at its provider before it begins; null when it does not.</summary>
    public MachineQueue? Queue { get; init; }

    /// <summary>Its address as its peers see it; "" when not known yet.</summary>
    public string Address { get; init; } = "";

    /// <summary>Since when it is billed; null while it is not.</summary>
    public DateTimeOffset? BilledFrom { get; init; }

    /// <summary>Until when it is billed; null while it goes on.</summary>
    public DateTimeOffset? BilledTo { get; init; }

    /// <summary>The rates that it is billed at, oldest first.</summary>
    public ImmutableArray<RateChange> Rates { get; init; } = [];

    /// <summary>The instance type that it really is.</summary>
    public required string InstanceType { get; init; }

    /// <summary>How it was really bought.</summary>
    public required Purchase Purchase { get; init; }

    /// <summary>The accelerators that it really has.</summary>
    public double AcceleratorCount { get; init; }
}
