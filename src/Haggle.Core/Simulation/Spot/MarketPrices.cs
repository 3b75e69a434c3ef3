using System.Collections.Immutable;

namespace Haggle.Core.Simulation.Spot;

/// <summary>What every zone of a market costs in each tick: spot prices that move, and the price on demand. In thousandths of a dollar per hour.</summary>
public sealed class MarketPrices
{
    private readonly int[] spot;
    private readonly int[] onDemand;

    /// <summary>Prices of a market.</summary>
    /// <param name="zones">How many zones.</param>
    /// <param name="spot">The spot prices, tick by tick, in each tick zone by zone; each above 0.</param>
    /// <param name="onDemand">The price on demand in each tick, above 0: the least of all regions.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a price is not above 0.</exception>
    public MarketPrices(int zones, ImmutableArray<int> spot, ImmutableArray<int> onDemand)
    {
        if (spot.Length != onDemand.Length * zones)
            throw new ArgumentException($"{onDemand.Length} ticks of {zones} zones need {onDemand.Length * zones} spot prices, not {spot.Length}", nameof(spot));
        if (spot.Any(rate => rate <= 0) || onDemand.Any(rate => rate <= 0)) throw new ArgumentException("a price is not above 0", nameof(spot));
        (Zones, this.spot, this.onDemand) = (zones, [.. spot], [.. onDemand]);
    }

    /// <summary>How many zones.</summary>
    public int Zones { get; }

    /// <summary>How many ticks.</summary>
    public int Length => onDemand.Length;

    /// <summary>The spot prices of all zones in a tick.</summary>
    public ReadOnlySpan<int> Spot(int tick) => spot.AsSpan(Math.Min(tick, Length - 1) * Zones, Zones);

    /// <summary>The price on demand in a tick; past the end it stays.</summary>
    public int OnDemand(int tick) => onDemand[Math.Min(tick, Length - 1)];

    /// <summary>The mean spot price of all zones over all ticks.</summary>
    public long MeanSpot => (long)Math.Round(spot.Average(rate => (double)rate));
}
