using Haggle.Simulation.Bugs;

namespace Haggle.Simulation.World;

/// <summary>What a world is made like, beyond its seed.</summary>
public sealed record WorldOptions
{
    /// <summary>The bug that is put into it.</summary>
    public PlantedBug Bug { get; init; }

    /// <summary>Where everything that happens is written down; null for nowhere.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>How often things go wrong; null: the seed draws it.</summary>
    public Weather? Weather { get; init; }

    /// <summary>How many runs there are; null: the seed draws a few.</summary>
    public int? Runs { get; init; }
}
