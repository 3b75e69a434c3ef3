namespace Haggle.Core.Economics.Speed;

/// <summary>A speed that the user measured: by a benchmark or an earlier run.</summary>
public sealed record SpeedMeasurement
{
    /// <summary>The offer that it was measured on; "" when only the accelerator is known.</summary>
    public string Offer { get; init; } = "";

    /// <summary>The canonical name of the accelerator; "" for a machine without one.</summary>
    public required string Card { get; init; }

    /// <summary>Accelerators in each machine; zero without.</summary>
    public required double Count { get; init; }

    /// <summary>Machines; at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Units of the work in a second, more than zero.</summary>
    public required double UnitsPerSecond { get; init; }

    /// <summary>Where it comes from, for people ("run 42", "bench 2026-11-21").</summary>
    public required string Source { get; init; }
}
