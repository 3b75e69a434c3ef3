namespace Haggle.Wire.Rest;

/// <summary>One machine of an attempt.</summary>
public sealed record MachineMessage
{
    /// <summary>The node's number, from 0.</summary>
    public int Rank { get; set; }

    /// <summary>The unique name under which it was asked for.</summary>
    public string Token { get; set; } = "";

    /// <summary>The provider's name of it; "" until known.</summary>
    public string Machine { get; set; } = "";

    /// <summary>Its address as its peers see it; "" until known.</summary>
    public string Address { get; set; } = "";

    /// <summary>"intended", "launched", "ready", "draining", "ending", "gone" or "never-born".</summary>
    public string State { get; set; } = "";

    /// <summary>What its agent does: "idle", "needs-bundle", "setting-up", "running", "stopping", "ended"; "" before it said anything.</summary>
    public string AgentPhase { get; set; } = "";

    /// <summary>Why it is not wanted or did not come about, or what its agent reports; "" otherwise.</summary>
    public string Why { get; set; } = "";

    /// <summary>The copy to or from a store that is under way; null when none is.</summary>
    public TransferView? Transfer { get; set; }

    /// <summary>When the provider first said that it runs.</summary>
    public DateTimeOffset? UpAt { get; set; }

    /// <summary>When the provider said that it was gone.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>When the provider takes it back, once a notice was heard.</summary>
    public DateTimeOffset? ReclaimAt { get; set; }

    /// <summary>Since when its agent has not answered; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>What it owes so far.</summary>
    public long OwedNanoUsd { get; set; }

    /// <summary>Why it waits in its provider's own queue; null when it does not.</summary>
    public string? QueueReason { get; set; }

    /// <summary>Its place there, from 1; null when nobody knows.</summary>
    public int? QueuePosition { get; set; }

    /// <summary>When its provider expects to start it; null when nobody knows.</summary>
    public DateTimeOffset? StartsAt { get; set; }
}
