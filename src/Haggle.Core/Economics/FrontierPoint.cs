using Haggle.Core.Units;

namespace Haggle.Core.Economics;

/// <summary>What one way to get something done takes: both are better when smaller.</summary>
/// <param name="Cost">What it costs, zero or more.</param>
/// <param name="Time">How long it takes, zero or more.</param>
public readonly record struct FrontierPoint(Money Cost, TimeSpan Time)
{
    /// <summary>Whether this is at least as cheap and as fast as the other, and better in one of the two.</summary>
    public bool Dominates(FrontierPoint other) => Cost <= other.Cost && Time <= other.Time && this != other;
}
