using System.Collections.Immutable;

namespace Haggle.Core.Simulation.Spot;

/// <summary>Draws recordings shaped like those of real spot machines, for whoever has none at hand. The same seed draws the same for good.</summary>
public static class GeneratedMarket
{
    /// <summary>Draws the availability of some zones, each by itself, with runs of up and down as <see cref="SpotPattern"/> draws them.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="zones">How many zones, 1 to 64.</param>
    /// <param name="gap">Length of a tick in seconds, above 0.</param>
    /// <param name="length">How many ticks, above 0.</param>
    public static ZoneSet Draw(ulong seed, int zones, int gap, int length)
    {
        var name = $"generated-{seed}";
        var draw = new Seed(seed);
        return ZoneSet.Of([.. Enumerable.Range(0, zones).Select(zone => Trace(zones == 1 ? name : $"{name}{(char)('a' + (zone % 26))}", draw.Split((ulong)zone).NextBits(), gap, length))]);
    }

    /// <summary>
    /// Draws prices for a market: in each zone a price around a third of on-demand that drifts away and back within a day (the logarithm is an Ornstein-Uhlenbeck
    /// process), moves once an hour, and never passes on-demand. How far zones lie apart is as in Amazon's list of spot prices by zone.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="market">The market.</param>
    /// <param name="onDemand">The price on demand in thousandths of a dollar per hour, above 0.</param>
    public static MarketPrices Prices(ulong seed, ZoneSet market, int onDemand)
    {
        ArgumentNullException.ThrowIfNull(market);
        const double Mean = 0.318;
        const double Apart = 0.25;
        const double Spread = 0.35;
        var draw = new Seed(seed);
        var centre = Enumerable.Range(0, market.Zones).Select(_ => Math.Log(Mean) + (Apart * Normal(draw))).ToArray();
        var level = centre.Select(middle => middle + (Spread * Normal(draw))).ToArray();
        var hour = Math.Max(1, 3600 / market.Gap);
        var keep = Math.Exp(-1.0 / 24);
        var spot = ImmutableArray.CreateBuilder<int>(market.Length * market.Zones);
        for (var tick = 0; tick < market.Length; tick++)
            for (var zone = 0; zone < market.Zones; zone++)
            {
                if (tick > 0 && tick % hour == 0) level[zone] = centre[zone] + (keep * (level[zone] - centre[zone])) + (Spread * Math.Sqrt(1 - (keep * keep)) * Normal(draw));
                spot.Add((int)Math.Round(onDemand * Math.Clamp(Math.Exp(level[zone]), 0.1, 1)));
            }

        return new MarketPrices(market.Zones, spot.ToImmutable(), [.. Enumerable.Repeat(onDemand, market.Length)]);
    }

    // Box and Muller.
    private static double Normal(Seed draw) => Math.Sqrt(-2 * Math.Log(1 - draw.NextShare())) * Math.Cos(2 * Math.PI * draw.NextShare());

    private static AvailabilityTrace Trace(string name, ulong seed, int gap, int length)
    {
        var pattern = SpotPattern.Draw(seed, TimeSpan.FromSeconds((double)gap * length * 2));
        var ticks = ImmutableArray.CreateBuilder<int>(length);
        // Begins somewhere in the pattern, not with its first run, so that recordings do not all start up.
        var at = pattern[0].TotalSeconds / 2;
        var (index, end) = (0, pattern[0].TotalSeconds);
        for (var tick = 0; tick < length; tick++, at += gap)
        {
            while (at >= end) end += pattern[++index].TotalSeconds;
            ticks.Add(index % 2 == 0 ? 1 : 0);
        }

        return new AvailabilityTrace(name, gap, ticks.ToImmutable());
    }
}
