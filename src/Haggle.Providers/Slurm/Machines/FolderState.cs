using Haggle.Wire.Agent;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>What a machine's folder says at an instant.</summary>
internal sealed record FolderState
{
    /// <summary>The folder's name.</summary>
    public required string Token { get; init; }

    /// <summary>What was asked for; null for a launch that was cut off before it wrote that.</summary>
    public SlurmRecord? Record { get; init; }

    /// <summary>The job that was submitted, as the leader's folder says; null before.</summary>
    public long? Job { get; init; }

    /// <summary>The job that started as this machine, as the leader's folder says; null before.</summary>
    public long? Claim { get; init; }

    /// <summary>When it did, by that node's clock.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The node that the agent was started on; "" before.</summary>
    public string Node { get; init; } = "";

    /// <summary>Whether Slurm started the job a second time.</summary>
    public bool Again { get; init; }

    /// <summary>Whether somebody wants the machine ended.</summary>
    public bool IsEndWanted { get; init; }

    /// <summary>When the agent ended and why; null while it has not.</summary>
    public MachineEnded? Ended { get; init; }

    /// <summary>Since when it is billed; null before that was seen.</summary>
    public MachineUp? Up { get; init; }

    /// <summary>Slurm's last word; null before it.</summary>
    public MachineGone? Gone { get; init; }
}
