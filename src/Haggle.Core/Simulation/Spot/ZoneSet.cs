namespace Haggle.Core.Simulation.Spot;

/// <summary>The availability of one zone, or of several zones side by side: which of them could be had in each tick.</summary>
public sealed class ZoneSet
{
    private readonly ulong[] up;

    private ZoneSet(string name, int gap, int zones, ulong[] up) => (Name, Gap, Zones, this.up) = (name, gap, zones, up);

    /// <summary>The name in tables.</summary>
    public string Name { get; }

    /// <summary>Length of a tick in seconds.</summary>
    public int Gap { get; }

    /// <summary>How many zones, 1 to 64.</summary>
    public int Zones { get; }

    /// <summary>How many ticks.</summary>
    public int Length => up.Length;

    /// <summary>The zones available in each tick, bit z for zone z.</summary>
    public ReadOnlySpan<ulong> Up => up;

    /// <summary>Puts traces side by side, aligned at their first tick and cut to the shortest.</summary>
    /// <param name="traces">1 to 64 traces of equal tick length.</param>
    /// <param name="machines">How many instances a zone must have to count as available (the size of the gang), 1 or above.</param>
    /// <exception cref="ArgumentException">No trace, too many, or tick lengths that differ.</exception>
    public static ZoneSet Of(IReadOnlyList<AvailabilityTrace> traces, int machines = 1)
    {
        ArgumentNullException.ThrowIfNull(traces);
        if (traces.Count is 0 or > 64) throw new ArgumentException($"a zone set has 1 to 64 zones, not {traces.Count}", nameof(traces));
        if (traces.FirstOrDefault(trace => trace.Gap != traces[0].Gap) is { } odd)
            throw new ArgumentException($"{odd.Name} has ticks of {odd.Gap} s, {traces[0].Name} of {traces[0].Gap} s", nameof(traces));
        var up = new ulong[traces.Min(trace => trace.Instances.Length)];
        for (var zone = 0; zone < traces.Count; zone++)
        {
            var instances = traces[zone].Instances.AsSpan();
            for (var tick = 0; tick < up.Length; tick++)
                if (instances[tick] >= machines) up[tick] |= 1UL << zone;
        }

        return new ZoneSet(string.Join('+', traces.Select(trace => trace.Name)), traces[0].Gap, traces.Count, up);
    }

    /// <summary>Makes a zone set out of patterns such as <c>110011</c>, one character a tick, one pattern a zone.</summary>
    /// <param name="name">The name in tables.</param>
    /// <param name="gap">Length of a tick in seconds, above 0.</param>
    /// <param name="patterns">A 1 for each tick in which the zone is available; the others count as not available.</param>
    public static ZoneSet OfPatterns(string name, int gap, params ReadOnlySpan<string> patterns)
    {
        var traces = new List<AvailabilityTrace>();
        foreach (var pattern in patterns) traces.Add(new AvailabilityTrace(name, gap, [.. pattern.Select(tick => tick == '1' ? 1 : 0)]));
        var set = Of(traces);
        return new ZoneSet(name, gap, set.Zones, set.up);
    }
}
