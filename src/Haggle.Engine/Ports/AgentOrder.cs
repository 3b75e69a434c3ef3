using System.Collections.Immutable;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>What an agent should be doing: everything it needs to know, the same text for the same stage of the same attempt.</summary>
public sealed record AgentOrder
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>How far to go.</summary>
    public required OrderStage Stage { get; init; }

    /// <summary>The job.</summary>
    public required Job Job { get; init; }

    /// <summary>The node's number.</summary>
    public required int Rank { get; init; }

    /// <summary>The addresses of all nodes by rank.</summary>
    public ImmutableArray<string> Peers { get; init; } = [];

    /// <summary>The offer's provider, region, zone and accelerator count, for the documented environment variables.</summary>
    public required Slot Slot { get; init; }

    /// <summary>The checkpoints that the program may start from, newest first; the agent takes the first that verifies.</summary>
    public ImmutableArray<CheckpointRef> RestoreFrom { get; init; } = [];

    /// <summary>How long the program has between SIGTERM and SIGKILL when it is stopped.</summary>
    public TimeSpan Grace { get; init; }
}
