using System.Collections.Immutable;

namespace Haggle.Core.Pools;

/// <summary>A pool as it was seen.</summary>
/// <param name="At">When.</param>
/// <param name="Supplies">Its machines, with what nobody has.</param>
/// <param name="Holdings">What somebody has, whoever it is.</param>
public sealed record PoolPicture(DateTimeOffset At, ImmutableArray<PoolSupply> Supplies, ImmutableArray<PoolHolding> Holdings);
