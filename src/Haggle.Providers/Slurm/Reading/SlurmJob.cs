using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>A job as Slurm tells of it, in whichever of its ways.</summary>
internal sealed record SlurmJob
{
    // Everything that a job does not come back from: squeue(1), JOB STATE CODES.
    private static readonly FrozenSet<string> Over = FrozenSet.ToFrozenSet(
        ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "REVOKED", "LAUNCH_FAILED", "RECONFIG_FAIL"]);

    private static readonly FrozenSet<string> TakenBack = FrozenSet.ToFrozenSet(["PREEMPTED", "TIMEOUT", "DEADLINE"]);

    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its state and what stands beside it ("COMPLETING", "REQUEUED"); upper case.</summary>
    public required ImmutableArray<string> States { get; init; }

    /// <summary>Why it waits or why it ended; "" for nothing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Its partition.</summary>
    public string Partition { get; init; } = "";

    /// <summary>The nodes, as Slurm writes lists of them; "" before it has any.</summary>
    public string Nodes { get; init; } = "";

    /// <summary>When it was put into the queue, for the last time when that happened twice.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it started; while it waits, when it is expected to.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>When it ended; while it runs, when its time is over.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>GPUs on each of its nodes; null when that was not told.</summary>
    public int? GpusPerNode { get; init; }

    /// <summary>Whether it waits for its first start.</summary>
    public bool IsWaiting => Has("PENDING") && !IsSecondLife;

    /// <summary>Whether it is on nodes.</summary>
    public bool IsRunning => Has("RUNNING") || Has("SUSPENDED") || Has("STOPPED") || Has("SIGNALING") || Has("STAGE_OUT");

    /// <summary>Whether its processes are still being taken off the nodes.</summary>
    public bool IsCompleting => Has("COMPLETING");

    /// <summary>Whether it never comes back.</summary>
    public bool IsOver => !IsCompleting && States.Any(Over.Contains);

    /// <summary>Whether Slurm put it back into the queue after it had been on nodes.</summary>
    public bool IsSecondLife => Restarts > 0 || Has("REQUEUED") || Has("REQUEUE_HOLD") || Has("REQUEUE_FED") || Has("SPECIAL_EXIT");

    /// <summary>Whether the cluster took it back: for somebody who goes first, or because its time was over.</summary>
    public bool IsTakenBack => IsSecondLife || States.Any(TakenBack.Contains);

    private bool Has(string state) => States.Contains(state);
}
