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

    /// <summary>Its place in the queue of the cluster that it is placed at, from 1; null when it waits in none or nobody knows.</summary>
    public int? Position { get; set; }

    /// <summary>When that cluster expects to start it; null when nobody knows.</summary>
    public DateTimeOffset? StartsAt { get; set; }
}
