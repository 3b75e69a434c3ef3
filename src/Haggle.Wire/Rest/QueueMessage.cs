namespace Haggle.Wire.Rest;

/// <summary>GET /v1/queue: what waits, the longest waiting first.</summary>
public sealed record QueueMessage
{
    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The runs that wait.</summary>
    public QueueEntryMessage[] Waiting { get; set; } = [];

    /// <summary>How many runs hold machines.</summary>
    public int Running { get; set; }
}
