namespace Haggle.Core.Pools;

/// <summary>A part of a machine that somebody has.</summary>
/// <param name="Token">The launch token that it was given for; another store's too.</param>
/// <param name="Part">What it is.</param>
public sealed record PoolHolding(string Token, PoolPart Part);
