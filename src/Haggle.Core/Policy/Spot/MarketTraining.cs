using System.Numerics;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Policy.Spot;

/// <summary>Counts what recorded markets did, for priors and for learning from one's own history.</summary>
public static class MarketTraining
{
    /// <summary>The counts of one recording: every tick is a beginning, one step later is its end.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="shape">The states to count in.</param>
    /// <param name="life">Expected remaining life by state, to choose the zone a job would take; empty: the zone that was up longest.</param>
    public static MarketCounts Count(ZoneSet zones, MarketShape shape, ReadOnlySpan<double> life)
    {
        ArgumentNullException.ThrowIfNull(zones);
        return Count(zones.Up, zones.Zones, zones.Gap, shape, life);
    }

    /// <summary>The counts of a piece of history.</summary>
    /// <param name="up">The zones that were up in each tick, bit z for zone z.</param>
    /// <param name="zones">How many zones.</param>
    /// <param name="gap">Length of a tick in seconds.</param>
    /// <param name="shape">The states to count in.</param>
    /// <param name="life">Expected remaining life by state; empty: the zone that was up longest is the best.</param>
    public static MarketCounts Count(ReadOnlySpan<ulong> up, int zones, double gap, MarketShape shape, ReadOnlySpan<double> life)
    {
        var counts = new MarketCounts(shape);
        var stride = Math.Max(1, (int)Math.Round(MarketShape.Step / gap));
        var watch = new MarketWatch(shape, zones, gap);
        // For each of the last ticks: the state of every zone, and after them the state of the best zone or of none.
        var states = new int[up.Length][];
        for (var tick = 0; tick < up.Length; tick++)
        {
            watch.See(up[tick]);
            states[tick] = new int[zones + 1];
            for (var left = watch.UpNow; left != 0; left &= left - 1)
            {
                var zone = BitOperations.TrailingZeroCount(left);
                states[tick][zone] = watch.StateOf(zone);
            }

            states[tick][zones] = watch.Best(life).State;
        }

        var weight = gap / MarketShape.Step;
        for (var tick = 0; tick + stride < up.Length; tick++)
        {
            var (now, then) = (states[tick], states[tick + stride]);
            if (up[tick] == 0)
            {
                counts.Add(now[^1], then[^1], livesOn: false, weight);
                continue;
            }

            var survivors = up[tick];
            for (var i = 1; i <= stride; i++) survivors &= up[tick + i];
            for (var left = up[tick]; left != 0; left &= left - 1)
            {
                var zone = BitOperations.TrailingZeroCount(left);
                var livesOn = (survivors >> zone & 1) != 0;
                counts.Add(now[zone], livesOn ? then[zone] : then[^1], livesOn, weight);
            }
        }

        return counts;
    }
}
