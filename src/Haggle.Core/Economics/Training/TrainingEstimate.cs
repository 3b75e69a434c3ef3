using System.Collections.Immutable;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>What a task takes and costs on one offer.</summary>
public sealed record TrainingEstimate
{
    /// <summary>The offer and its price for one machine.</summary>
    public required Quote Quote { get; init; }

    /// <summary>What is known of the provider; null when nothing is.</summary>
    public ProviderTerms? Terms { get; init; }

    /// <summary>How fast it is expected to go, and how that is known.</summary>
    public required SpeedEstimate Speed { get; init; }

    /// <summary>From the start to the end.</summary>
    public required Spread<TimeSpan> Time { get; init; }

    /// <summary>Everything, all machines together.</summary>
    public required Spread<Money> Cost { get; init; }

    /// <summary>What the expected cost is made of; adds up to it.</summary>
    public required ImmutableArray<CostPart> Parts { get; init; }

    /// <summary>How often machines are expected to be taken back.</summary>
    public double Reclaims { get; init; }

    /// <summary>The time between two checkpoints that the estimate counts with; null when none is kept or none is needed.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <summary>What all machines cost an hour.</summary>
    public required HourlyRate Rate { get; init; }
}
