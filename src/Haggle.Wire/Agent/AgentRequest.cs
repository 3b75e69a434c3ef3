namespace Haggle.Wire.Agent;

/// <summary>One request to an agent: a line of JSON, followed by <see cref="Length"/> raw bytes for "put".</summary>
public sealed record AgentRequest
{
    /// <summary>"call", "log", "put", "exec", "channels", "read", "write" or "end".</summary>
    public required string Type { get; init; }

    /// <summary>The secret of agent.json.</summary>
    public required string Key { get; init; }

    /// <summary>The attempt that the caller means.</summary>
    public required int Epoch { get; init; }

    /// <summary>call: for how long from now the lease is renewed.</summary>
    public double LeaseSeconds { get; init; }

    /// <summary>call: what the agent should be doing; left out when <see cref="AgentReply.OrderId"/> says that it has it already.</summary>
    public OrderMessage? Order { get; init; }

    /// <summary>call: the mark of the last state seen.</summary>
    public long Seen { get; init; }

    /// <summary>call: how long to wait for news.</summary>
    public double WaitSeconds { get; init; }

    /// <summary>log, read, write: where to begin.</summary>
    public long Offset { get; init; }

    /// <summary>log, read: how much at most. put, write: how many raw bytes follow.</summary>
    public long Length { get; init; }

    /// <summary>put: the SHA-256 of the bundle. exec: the command line for the shell. read, write: the path below the machine's own store.</summary>
    public string Text { get; init; } = "";
}
