using System.Collections.Immutable;

namespace Haggle.Core.Pools;

/// <summary>Where a run stands in the queue of the pool.</summary>
public sealed record PoolTurn
{
    /// <summary>The run's wish.</summary>
    public required PoolWish Wish { get; init; }

    /// <summary>Its place in the queue, from 1.</summary>
    public required int Place { get; init; }

    /// <summary>What it begins on now, one part for each node; empty when it waits.</summary>
    public ImmutableArray<PoolPart> Begins { get; init; } = [];

    /// <summary>Whether it begins before one that is ahead of it, which it does not delay.</summary>
    public bool GoesAhead { get; init; }

    /// <summary>When the one at the head begins at the latest, if everybody keeps their limits; null when nobody can tell.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Why it stands where it stands, in one sentence.</summary>
    public required string Reason { get; init; }
}
