namespace Haggle.Wire.Agent;

/// <summary>What a program told about its progress.</summary>
public sealed record ProgressMessage
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Steps in all.</summary>
    public long? Of { get; init; }

    /// <summary>The loss.</summary>
    public double? Loss { get; init; }

    /// <summary>Throughput.</summary>
    public double? Rate { get; init; }

    /// <summary>Its unit.</summary>
    public string RateUnit { get; init; } = "";

    /// <summary>Other numbers.</summary>
    public Dictionary<string, double> Metrics { get; init; } = [];

    /// <summary>What it is doing, in its own words; "" when it has not said.</summary>
    public string Phase { get; init; } = "";

    /// <summary>How long it was in each phase until this was told, by name.</summary>
    public Dictionary<string, double> PhaseSeconds { get; init; } = [];

    /// <summary>When it was told.</summary>
    public DateTimeOffset At { get; init; }
}
