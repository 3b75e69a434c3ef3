namespace Haggle.Engine.Ports;

/// <summary>One call of the server to an agent.</summary>
public sealed record AgentCall
{
    /// <summary>The attempt that the caller means.</summary>
    public required int Epoch { get; init; }

    /// <summary>How long from now the machine may live on without another call.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>What the agent should be doing.</summary>
    public required AgentOrder Order { get; init; }

    /// <summary>The mark of the last state that the caller saw; 0 for none.</summary>
    public long Seen { get; init; }

    /// <summary>How long the agent may wait for news before it answers; zero for not at all.</summary>
    public TimeSpan Wait { get; init; }
}
