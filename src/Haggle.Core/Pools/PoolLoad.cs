using System.Collections.Immutable;

namespace Haggle.Core.Pools;

/// <summary>Something that runs in the pool, and when it ends at the latest.</summary>
/// <param name="Parts">What it has.</param>
/// <param name="EndsBy">When it is over; null when nobody knows, and then no run is promised its place.</param>
public sealed record PoolLoad(ImmutableArray<PoolPart> Parts, DateTimeOffset? EndsBy);
