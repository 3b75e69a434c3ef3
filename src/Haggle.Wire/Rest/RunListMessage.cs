namespace Haggle.Wire.Rest;

/// <summary>GET /v1/runs: newest first.</summary>
public sealed record RunListMessage
{
    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The runs, without attempts and checkpoints.</summary>
    public RunMessage[] Runs { get; set; } = [];

    /// <summary>Whether there are more than were asked for.</summary>
    public bool HasMore { get; set; }
}
