namespace Haggle.Wire.Rest;

/// <summary>A run that waits for machines.</summary>
public sealed record QueueEntryMessage
{
    /// <summary>The run.</summary>
    public required long Run { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>"placing" or "recovering".</summary>
    public string Phase { get; init; } = "";

    /// <summary>What it waits for, in one sentence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset WaitingSince { get; init; }

    /// <summary>When it is tried again at the latest.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Machines that it wants at once.</summary>
    public int Nodes { get; init; } = 1;
}
