namespace Haggle.Simulation.Clouds;

/// <summary>What the seed has in store for one machine.</summary>
internal sealed record Fate
{
    /// <summary>From the create call to the machine running; null for never.</summary>
    public TimeSpan? Boot { get; init; }

    /// <summary>From the machine running to an agent that answers; null for never.</summary>
    public TimeSpan? AgentStart { get; init; }

    /// <summary>From the machine running to its crash; null for none.</summary>
    public TimeSpan? Crash { get; init; }

    /// <summary>From the end being asked for to the machine being gone.</summary>
    public TimeSpan Ending { get; init; }

    /// <summary>How long its list entry is behind the truth, each time at most.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>When the machine is cut off, from its agent's start, and for how long.</summary>
    public (TimeSpan After, TimeSpan For)[] Silences { get; init; } = [];

    /// <summary>How much faster the agent's clock goes than the provider's: 1.001 for a tenth of a percent.</summary>
    public double ClockRate { get; init; } = 1;

    /// <summary>How far the agent's clock is ahead.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>What it is instead of what was asked for; null for what was asked for.</summary>
    public Mistake? Mistake { get; init; }
}
