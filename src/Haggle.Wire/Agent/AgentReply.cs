namespace Haggle.Wire.Agent;

/// <summary>One answer of an agent: a line of JSON, followed by <see cref="Length"/> raw bytes for "log".</summary>
public sealed record AgentReply
{
    /// <summary>"" when the request was done; otherwise why not ("stale epoch", "wrong key", "unknown request").</summary>
    public string Error { get; init; } = "";

    /// <summary>The machine's token, so that the caller knows whom it talks to.</summary>
    public string Token { get; init; } = "";

    /// <summary>call: the order that the agent holds; "" for none.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>call: the agent's state.</summary>
    public StateMessage? State { get; init; }

    /// <summary>call: the mark of that state.</summary>
    public long Mark { get; init; }

    /// <summary>log: where the bytes begin.</summary>
    public long Offset { get; init; }

    /// <summary>log: how many raw bytes follow.</summary>
    public long Length { get; init; }

    /// <summary>log: whether nothing will follow them.</summary>
    public bool AtEnd { get; init; }

    /// <summary>exec: the exit code.</summary>
    public int ExitCode { get; init; }
}
