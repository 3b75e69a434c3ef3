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
