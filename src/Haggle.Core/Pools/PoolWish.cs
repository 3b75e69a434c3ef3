using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>A run that waits for a place in the pool.</summary>
public sealed record PoolWish
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Who submitted it.</summary>
    public string User { get; init; } = "";

    /// <summary>Its priority, -1000 to 1000; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many machines, all at once or none; at least 1. Several may be parts of the same computer.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Accelerators for each: a whole number, or a share of one below 1; 0 for none.</summary>
    public double Cards { get; init; }

    /// <summary>The accelerator's name; "" for any.</summary>
    public string Model { get; init; } = "";

    /// <summary>The least memory of each accelerator.</summary>
    public Gib CardMemory { get; init; }

    /// <summary>CPUs for each; 0 for what is left.</summary>
    public double Vcpus { get; init; }

    /// <summary>Main memory for each; zero for what is left.</summary>
    public Gib Memory { get; init; }

    /// <summary>The only machine that will do, by name; "" for any.</summary>
    public string Host { get; init; } = "";

    /// <summary>How long it runs at most; null when nobody knows.</summary>
    public TimeSpan? Limit { get; init; }
}
