using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Economics;

/// <summary>What a run costs that takes so much wall time: the price times the time that is billed. And the other way round, which price a published cost means.</summary>
public static class WallTimeCost
{
    /// <summary>The cost of a run.</summary>
    /// <param name="rate">What one machine costs an hour.</param>
    /// <param name="wall">How long the machines exist for it; zero or more.</param>
    /// <param name="billing">How time is counted.</param>
    /// <param name="machines">How many machines; one or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or there is no machine.</exception>
    public static Money Of(HourlyRate rate, TimeSpan wall, BillingRule billing, int machines = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(machines, 1);
        return rate * billing.Billed(wall) * machines;
    }

    /// <summary>The price an hour, for all machines together, at which a run of this length costs this much; rounded to the nano-dollar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative, or the time is not more than zero.</exception>
    public static HourlyRate RateFor(Money cost, TimeSpan wall)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, Money.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wall, TimeSpan.Zero);
        var scaled = (Int128)cost.NanoUsd * TimeSpan.TicksPerHour;
        return new HourlyRate(new Money(checked((long)((scaled + (wall.Ticks / 2)) / wall.Ticks))));
    }

    /// <summary>How much dearer one price is than another, as a share of the other: 0.4 for 40 %; negative when it is cheaper.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The other price is zero.</exception>
    public static double Surcharge(HourlyRate price, HourlyRate over)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(over, HourlyRate.Free);
        return (price.PerHour / over.PerHour) - 1;
    }
}
