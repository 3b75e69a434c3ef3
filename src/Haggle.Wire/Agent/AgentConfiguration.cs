namespace Haggle.Wire.Agent;

/// <summary>The file <c>agent.json</c> in an agent's home folder, written before it is started. Holds nothing of the provider's account.</summary>
public sealed record AgentConfiguration
{
    /// <summary>The machine's launch token.</summary>
    public required string Token { get; init; }

    /// <summary>The attempt that the machine belongs to; calls of another epoch are refused.</summary>
    public required int Epoch { get; init; }

    /// <summary>The secret that a caller must name.</summary>
    public required string Key { get; init; }

    /// <summary>How long the machine lives without any call before it ends itself.</summary>
    public required double FirstLeaseSeconds { get; init; }

    /// <summary>How many bytes of the program's log are kept for readers; 0 for the usual 2 GiB.</summary>
    public long LogLimitBytes { get; init; }
}
