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

    /// <summary>When it was told.</summary>
    public DateTimeOffset At { get; init; }
}
