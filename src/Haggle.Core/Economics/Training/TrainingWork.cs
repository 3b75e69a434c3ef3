using System.Collections.Immutable;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>What a training has to do, in numbers: a workload after everything that is known by name was looked up.</summary>
public sealed record TrainingWork
{
    /// <summary>How much of it there is, in units; more than zero.</summary>
    public required double Amount { get; init; }

    /// <summary>What is counted, in the singular ("image", "token", "step", "FLOP", "run").</summary>
    public required string Unit { get; init; }

    /// <summary>The format of its numbers. Default: 16 bits, which everybody trains in who does not say otherwise.</summary>
    public NumberFormat Format { get; init; }

    /// <summary>The name under which its speed is published and the transfer law knows it; "" for a model that nobody published.</summary>
    public string MeasuredAs { get; init; } = "";

    /// <summary>The kind of arithmetic; "" when not known.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Floating-point operations for one unit; null when not known.</summary>
    public double? FlopsPerUnit { get; init; }

    /// <summary>Parameters of the model; null when not known.</summary>
    public double? Parameters { get; init; }

    /// <summary>Size of the data that must be on the machine, GB; null when not known.</summary>
    public double? DataGb { get; init; }

    /// <summary>What the user measured of it, the most trustworthy first.</summary>
    public ImmutableArray<SpeedMeasurement> Measurements { get; init; } = [];

    /// <summary>The work in words: "90 epochs of imagenet (115.3 M images) through resnet-50".</summary>
    public required string Told { get; init; }

    /// <summary>What was assumed because the task file does not say it; each a sentence.</summary>
    public ImmutableArray<string> Assumed { get; init; } = [];

    /// <summary>Memory that the training needs in all its accelerators together; zero when not known.</summary>
    /// <param name="bytesPerParameter">Weights, gradients and the optimiser's state of one parameter.</param>
    public Gib MemoryNeeded(double bytesPerParameter) => Parameters is { } count ? Gib.FromGib(count * bytesPerParameter / (1L << 30)) : default;
}
