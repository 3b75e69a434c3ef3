using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>A machine that would be bought, or was.</summary>
public sealed record OwnedMachine
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What all its parts cost together; zero or more (zero: it is there anyway).</summary>
    public required Money Price { get; init; }

    /// <summary>What it draws while it works, measured at the wall or added up from the parts' ratings; watts, zero or more.</summary>
    public required double WattsAtWork { get; init; }

    /// <summary>What it draws the rest of the time; watts, zero or more. Default: zero, it is switched off.</summary>
    public double WattsIdle { get; init; }
}
