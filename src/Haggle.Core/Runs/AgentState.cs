using System.Collections.Immutable;

namespace Haggle.Core.Runs;

/// <summary>What the agent of a machine says about itself and the program: the whole state each time, so that a lost or doubled answer does no harm.</summary>
public sealed record AgentState
{
    /// <summary>Where the program stands.</summary>
    public AgentPhase Phase { get; init; }

    /// <summary>The stage that the agent has finished setting up (see <see cref="OrderStage"/>): true once setup is over.</summary>
    public bool SetupDone { get; init; }

    /// <summary>The exit code once <see cref="AgentPhase.Ended"/>; 128 + n for signal n.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it ended or failed, for people; "" otherwise.</summary>
    public string Why { get; init; } = "";

    /// <summary>When the provider takes the machine back, once the agent has heard the notice.</summary>
    public DateTimeOffset? ReclaimAt { get; init; }

    /// <summary>When the program's first process was started, by the agent's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the program ended, by the agent's clock.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last progress that the program told.</summary>
    public Progress? Progress { get; init; }

    /// <summary>The checkpoints that this machine has saved, oldest first (the newest few).</summary>
    public ImmutableArray<CheckpointRef> Checkpoints { get; init; } = [];

    /// <summary>The checkpoint that the program was started from; "" for none.</summary>
    public string RestoredFrom { get; init; } = "";

    /// <summary>The copy to or from a store that is under way; null when none is.</summary>
    public StoreTransfer? Transfer { get; init; }

    /// <summary>How many bytes of log there are so far.</summary>
    public long LogLength { get; init; }
}
