using System.Collections.Immutable;

namespace Haggle.Core.Runs;

/// <summary>One placement of a run on machines: a gang of one or more slots that start, run and end together.</summary>
public sealed record Attempt
{
    /// <summary>The number of the attempt, from 1. An older epoch may write nothing.</summary>
    public required int Epoch { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The machines, by rank.</summary>
    public required ImmutableArray<Slot> Slots { get; init; }

    /// <summary>What its agents are told to do.</summary>
    public OrderStage Stage { get; init; }

    /// <summary>Why it is being stopped; null while it is not.</summary>
    public AttemptEnd? Stopping { get; init; }

    /// <summary>Until when the agents have to stop by themselves.</summary>
    public DateTimeOffset? StopBy { get; init; }

    /// <summary>The checkpoint ids it may start from, newest first.</summary>
    public ImmutableArray<CheckpointRef> RestoreFrom { get; init; } = [];

    /// <summary>
    /// Taken although the deadline left no time for it, because there was nothing else or the budget pays for nothing else: it is not left for the
    /// deadline's sake either.
    /// </summary>
    public bool AgainstDeadline { get; init; }

    /// <summary>What had to come to each machine before the program could start, as far as sizes are known.</summary>
    public long StagedBytes { get; init; }

    /// <summary>When its program started on all nodes.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>When it was last looked for a better place: on demand whether spot has come back, on spot whether there is a cheaper one.</summary>
    public DateTimeOffset? LookedBackAt { get; init; }
}
