namespace Haggle.Wire.Rest;

/// <summary>What `haggle tunnel --json` writes when its ends listen.</summary>
public sealed record TunnelMessage
{
    /// <summary>The run.</summary>
    public required long Run { get; init; }

    /// <summary>The ends on this computer, in the order in which they were asked for.</summary>
    public TunnelEndMessage[] Ends { get; set; } = [];
}
