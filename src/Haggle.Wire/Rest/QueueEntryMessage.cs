namespace Haggle.Wire.Rest;

/// <summary>A run that waits for machines.</summary>
public sealed record QueueEntryMessage
{
    /// <summary>The run.</summary>
    public required long Run { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>"placing" or "recovering".</summary>
    public string Phase { get; set; } = "";

    /// <summary>What it waits for, in one sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset WaitingSince { get; set; }

    /// <summary>When it is tried again at the latest.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    /// <summary>Machines that it wants at once.</summary>
    public int Nodes { get; set; } = 1;
}
