namespace Haggle.Wire.Rest;

/// <summary>How far the program says that it is.</summary>
public sealed record ProgressView
{
    /// <summary>Steps done, all attempts together.</summary>
    public long Step { get; set; }

    /// <summary>Steps in all; null when the program has not said.</summary>
    public long? Of { get; set; }

    /// <summary>The loss; null when not told.</summary>
    public double? Loss { get; set; }

    /// <summary>Throughput; null when not told.</summary>
    public double? Rate { get; set; }

    /// <summary>Its unit ("chars/s").</summary>
    public string RateUnit { get; set; } = "";

    /// <summary>Other numbers by name; null for none.</summary>
    public Dictionary<string, double>? Metrics { get; set; }

    /// <summary>What it is doing, in its own words; null when it has not said.</summary>
    public string? Phase { get; set; }

    /// <summary>How long it was in each phase of this attempt until this was told, by name; null for none.</summary>
    public Dictionary<string, double>? PhaseSeconds { get; set; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Seconds of the clock here until the last step, from the pace so far; null when not known.</summary>
    public double? RemainingSeconds { get; set; }
}
