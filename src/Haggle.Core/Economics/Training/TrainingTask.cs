using Haggle.Core.Tasks;

namespace Haggle.Core.Economics.Training;

/// <summary>A work, and how the task goes about it.</summary>
public sealed record TrainingTask
{
    /// <summary>What there is to do.</summary>
    public required TrainingWork Work { get; init; }

    /// <summary>Machines, all at once; at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Whether it keeps checkpoints: otherwise a reclaim loses all.</summary>
    public bool KeepsCheckpoints { get; init; }

    /// <summary>How often it writes one; null when it decides by itself: the best interval is assumed.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <summary>The provider in whose store the input lies; "" when it lies nowhere in particular.</summary>
    public string InputsAt { get; init; } = "";

    /// <summary>The input that must be brought to the machines, GB; null: as large as the work's data.</summary>
    public double? InputsGb { get; init; }

    /// <summary>What is brought back, GB.</summary>
    public double OutputsGb { get; init; }

    /// <summary>What comes to each machine, GB.</summary>
    public double StagedGb => InputsGb ?? Work.DataGb ?? 0;

    /// <summary>What a task file says beside its workload.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="work">Its workload in numbers.</param>
    /// <param name="homeOf">The provider that charges for what leaves an address; "" for none.</param>
    public static TrainingTask Of(TaskSpec spec, TrainingWork work, Func<string, string> homeOf)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(homeOf);
        return new TrainingTask
        {
            Work = work,
            Nodes = spec.NumNodes,
            KeepsCheckpoints = spec.Checkpoint is not null,
            CheckpointEvery = spec.Checkpoint?.Every,
            InputsAt = spec.Inputs is { } inputs ? homeOf(inputs.Uri) : "",
            InputsGb = spec.Inputs is { } sized ? Gb(sized) : null,
            OutputsGb = spec.Outputs is { } outputs ? Gb(outputs) : 0,
        };
    }

    private static double Gb(SizedUri sized) => sized.Size.Mib * (double)(1 << 20) / 1e9;
}
