using Haggle.Core.Market;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// What reclaims cost in time, when they come at random with a steady mean: how often to save a checkpoint (J. W. Young, A first order approximation to the optimum checkpoint
/// interval, CACM 17:9, 1974; J. T. Daly, A higher order estimate of the optimum checkpoint interval for restart dumps, FGCS 22, 2006) and how long
/// the work then takes with lost work and restarts (Daly's equation 13). All times in hours.
/// </summary>
public static class ReclaimLaw
{
    private const double MonthHours = 730;

    // Beyond e^30 the work is not done in any lifetime.
    private const double LargestExponent = 30;

    /// <summary>Hours between two reclaims of one machine; infinite for one that is not taken back.</summary>
    /// <param name="offer">The offer; its band says how many of a hundred machines were taken back within a month.</param>
    /// <param name="whenUnknown">The hours to assume where no band is known.</param>
    public static double HoursBetween(Offer offer, double whenUnknown)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (!offer.CanBeReclaimed) return double.PositiveInfinity;
        // The middle of each band; the last one is open, and 25 % is where AWS's own table used to end.
        double? monthly = offer.Facts?.Interruption switch
        {
            InterruptionBand.Under5Percent => 0.025,
            InterruptionBand.Under10Percent => 0.075,
            InterruptionBand.Under15Percent => 0.125,
            InterruptionBand.Under20Percent => 0.175,
            InterruptionBand.Over20Percent => 0.25,
            _ => null,
        };
        return monthly is { } share ? -MonthHours / Math.Log(1 - share) : whenUnknown;
    }

    /// <summary>The best time between two checkpoints, hours: the square root of twice the time of one and the time between reclaims, less the time of one.</summary>
    /// <param name="checkpoint">How long one takes; more than zero.</param>
    /// <param name="between">The time between two reclaims; more than zero.</param>
    public static double Interval(double checkpoint, double between)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(checkpoint);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(between);
        // Daly: above this, saving costs more than it can save, and once per reclaim is best.
        return checkpoint < between / 2 ? Math.Sqrt(2 * checkpoint * between) - checkpoint : between;
    }

    /// <summary>How long machines are up in all until the work is done; infinite when it would never be.</summary>
    /// <param name="work">The work itself; zero or more.</param>
    /// <param name="interval">The time between two checkpoints; the whole work when there are none. More than zero.</param>
    /// <param name="checkpoint">How long one takes; zero or more.</param>
    /// <param name="restart">How long after a reclaim a new machine works on nothing new (start, data, reading the checkpoint back).</param>
    /// <param name="between">The time between two reclaims; more than zero, infinite for none.</param>
    public static double Up(double work, double interval, double checkpoint, double restart, double between)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(between);
        var segments = work / interval;
        if (double.IsPositiveInfinity(between)) return work + (segments * checkpoint);
        var exponent = (interval + checkpoint) / between;
        return exponent + (restart / between) > LargestExponent ? double.PositiveInfinity : between * Math.Exp(restart / between) * (Math.Exp(exponent) - 1) * segments;
    }
}
