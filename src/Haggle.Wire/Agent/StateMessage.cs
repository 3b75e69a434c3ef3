namespace Haggle.Wire.Agent;

/// <summary>An agent's whole state.</summary>
public sealed record StateMessage
{
    /// <summary>"idle", "needs-bundle", "setting-up", "running", "stopping" or "ended".</summary>
    public required string Phase { get; init; }

    /// <summary>Whether setup is over.</summary>
    public bool SetupDone { get; init; }

    /// <summary>The exit code, once ended; 128 + n for signal n.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why, for people.</summary>
    public string Why { get; init; } = "";

    /// <summary>What else people should know, oldest first, the newest few: a checkpoint that could not be saved or restored, the program's own notes.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>When the provider takes the machine back, once heard.</summary>
    public DateTimeOffset? ReclaimAt { get; init; }

    /// <summary>When the program was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last progress.</summary>
    public ProgressMessage? Progress { get; init; }

    /// <summary>The newest checkpoints that this machine saved, oldest first.</summary>
    public CheckpointMessage[] Checkpoints { get; init; } = [];

    /// <summary>The checkpoint that was restored; "" for none.</summary>
    public string RestoredFrom { get; init; } = "";

    /// <summary>The copy to or from a store that is under way; null when none is.</summary>
    public TransferMessage? Transfer { get; init; }

    /// <summary>Bytes of log so far.</summary>
    public long LogLength { get; init; }
}
