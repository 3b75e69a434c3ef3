using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>A machine of the pool with what is free of it now.</summary>
public sealed record PoolSupply
{
    /// <summary>Its name in the pool.</summary>
    public required string Name { get; init; }

    /// <summary>Its accelerators, by number.</summary>
    public ImmutableArray<PoolCard> Cards { get; init; } = [];

    /// <summary>The free CPUs.</summary>
    public double Vcpus { get; init; }

    /// <summary>The free main memory.</summary>
    public Gib Memory { get; init; }

    /// <summary>Whether something new may begin there: it is reached, and it is not being drained.</summary>
    public bool IsOpen { get; init; } = true;
}
