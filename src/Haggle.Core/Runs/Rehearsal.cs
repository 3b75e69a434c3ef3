using System.Collections.Immutable;

namespace Haggle.Core.Runs;

/// <summary>
/// A run here as if on another offer: its price, its reclaims, its time faster by a factor. All times are the offer's own.
/// </summary>
public sealed record Rehearsal
{
    /// <summary>The key of the offer that is pretended.</summary>
    public required string Offer { get; init; }

    /// <summary>How many seconds of the offer's time pass in one second here; at least 1.</summary>
    public int Pace { get; init; } = 1;

    /// <summary>When the offer's time began to count, by the clock here.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>
    /// Availability since the start: alternating lengths of up and down, beginning with up; after the last one the
    /// pattern starts again. Empty: always up.
    /// </summary>
    public ImmutableArray<TimeSpan> Pattern { get; init; } = [];

    /// <summary>How long before a reclaim the machine hears of it; zero for none.</summary>
    public TimeSpan Notice { get; init; }

    /// <summary>Where the pattern comes from, for people.</summary>
    public string PatternSource { get; init; } = "";
}
