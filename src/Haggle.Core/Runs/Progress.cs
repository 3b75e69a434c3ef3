using System.Collections.Immutable;

namespace Haggle.Core.Runs;

/// <summary>What a program says about how far it is.</summary>
public sealed record Progress
{
    /// <summary>Steps done, all attempts together.</summary>
    public long Step { get; init; }

    /// <summary>Steps in all; null when the program has not said.</summary>
    public long? Of { get; init; }

    /// <summary>The loss, when told.</summary>
    public double? Loss { get; init; }

    /// <summary>Throughput in <see cref="RateUnit"/>, when told.</summary>
    public double? Rate { get; init; }

    /// <summary>The unit of the throughput ("chars/s").</summary>
    public string RateUnit { get; init; } = "";

    /// <summary>Other numbers that the program told, by name.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>What the program is doing, in its own words; "" when it has not said.</summary>
    public string Phase { get; init; } = "";

    /// <summary>How many seconds it was in each phase of this attempt until this was told, by name.</summary>
    public ImmutableArray<KeyValuePair<string, double>> PhaseSeconds { get; init; } = [];

    /// <summary>When it was told, by the agent's clock.</summary>
    public DateTimeOffset At { get; init; }
}
