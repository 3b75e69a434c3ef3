using System.Numerics;
using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

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
        var counts = new MarketCounts(shape);
        var stride = Math.Max(1, (int)Math.Round(MarketShape.Step / zones.Gap));
        var watch = new MarketWatch(shape, zones.Zones, zones.Gap);
        // For each of the last ticks: the state of every zone, and after them the state of the best zone or of none.
        var states = new int[zones.Length][];
        for (var tick = 0; tick < zones.Length; tick++)
        {
            watch.See(zones.Up[tick]);
            states[tick] = new int[zones.Zones + 1];
            for (var left = watch.UpNow; left != 0; left &= left - 1)
            {
                var zone = BitOperations.TrailingZeroCount(left);
                states[tick][zone] = watch.StateOf(zone);
            }

            states[tick][zones.Zones] = watch.Best(life).State;
        }

        var weight = (double)zones.Gap / MarketShape.Step;
        for (var tick = 0; tick + stride < zones.Length; tick++)
        {
            var (now, then) = (states[tick], states[tick + stride]);
            if (zones.Up[tick] == 0)
            {
                counts.Add(now[^1], then[^1], livesOn: false, weight);
                continue;
            }

            var survivors = zones.Up[tick];
            for (var i = 1; i <= stride; i++) survivors &= zones.Up[tick + i];
            for (var left = zones.Up[tick]; left != 0; left &= left - 1)
            {
                var zone = BitOperations.TrailingZeroCount(left);
                var livesOn = (survivors >> zone & 1) != 0;
                counts.Add(now[zone], livesOn ? then[zone] : then[^1], livesOn, weight);
            }
        }

        return counts;
    }
}
