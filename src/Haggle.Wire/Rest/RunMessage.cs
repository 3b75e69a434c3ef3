namespace Haggle.Wire.Rest;

/// <summary>One run. Lists leave <see cref="Attempts"/> and <see cref="Checkpoints"/> empty.</summary>
public sealed record RunMessage
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The version of this state; a watcher names the last one that it saw.</summary>
    public long Version { get; set; }

    /// <summary>The name that people see.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where it stands: "placing" (looks for an offer), "launching" (a machine is being made), "setting-up", "running", "recovering" (lost its machines, looks
    /// for others), "stopping" (the program has its grace), "closing" (machines are being given back), "ended" or "quarantined".
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>How it ended: "succeeded", "failed", "stopped", "out-of-budget", "out-of-time" or "quarantined"; null while that is open.</summary>
    public string? Outcome { get; set; }

    /// <summary>One sentence: why it stands where it stands.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The program's exit code, once it ended by itself for good.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Who submitted it.</summary>
    public string User { get; set; } = "";

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When it ended; null while it is not over.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The server's clock when this was written, so that ages are right on a client whose clock is not.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The number of the newest attempt; 0 before the first.</summary>
    public int Epoch { get; set; }

    /// <summary>Machines, all at once.</summary>
    public int Nodes { get; set; } = 1;

    /// <summary>The offer of the newest attempt; "" before the first.</summary>
    public string Offer { get; set; } = "";

    /// <summary>How that offer is bought.</summary>
    public string Purchase { get; set; } = "";

    /// <summary>What all nodes of the live attempt cost an hour of the offer's time; 0 while there is none.</summary>
    public long RateNanoUsdPerHour { get; set; }

    /// <summary>The rehearsal that this is; null in earnest.</summary>
    public RehearsalMessage? Rehearsal { get; set; }

    /// <summary>Attempts, oldest first.</summary>
    public AttemptMessage[] Attempts { get; set; } = [];

    /// <summary>How often machines were taken back.</summary>
    public int Reclaims { get; set; }

    /// <summary>Verified checkpoints, oldest first; the newest few.</summary>
    public CheckpointView[] Checkpoints { get; set; } = [];

    /// <summary>The farthest progress that the program told; null for none.</summary>
    public ProgressView? Progress { get; set; }

    /// <summary>What the ledger holds.</summary>
    public long SpentNanoUsd { get; set; }

    /// <summary>What is owed at this instant: the ledger and what has been running since its last line.</summary>
    public long OwedNanoUsd { get; set; }

    /// <summary>What was expected before it began; null when nothing was.</summary>
    public EstimateMessage? Estimate { get; set; }

    /// <summary>The most that it may cost; null for no limit.</summary>
    public long? BudgetNanoUsd { get; set; }

    /// <summary>When it should be done; null for no deadline.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>Whether the user wants it to end: "gracefully", "at-once"; null for no.</summary>
    public string? StopWish { get; set; }

    /// <summary>When the engine looks at it again by itself, while it waits; null otherwise.</summary>
    public DateTimeOffset? NextLookAt { get; set; }
}
