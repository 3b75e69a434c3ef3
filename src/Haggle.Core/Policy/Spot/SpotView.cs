namespace Haggle.Core.Policy.Spot;

/// <summary>What a policy may know when it decides: the state of the job and all availability up to this tick, never a later one.</summary>
/// <param name="tick">The tick to decide on, 0 at the job's start.</param>
/// <param name="work">Seconds of computation left, above 0.</param>
/// <param name="mode">What is held now, after any reclaim at this tick's edge.</param>
/// <param name="overhead">Seconds of start-up left of what is held.</param>
/// <param name="seen">One set of zones (bit z: zone z is available) for each tick that is known; the last one is this tick.</param>
/// <param name="prices">What spot costs now in each zone, in thousandths of a dollar per hour; empty: the job's price everywhere.</param>
public readonly ref struct SpotView(int tick, long work, SpotAction mode, long overhead, ReadOnlySpan<ulong> seen, ReadOnlySpan<int> prices = default)
{
    /// <summary>The tick to decide on, 0 at the job's start.</summary>
    public int Tick { get; } = tick;

    /// <summary>Seconds of computation left, above 0.</summary>
    public long Work { get; } = work;

    /// <summary>What is held now, after any reclaim at this tick's edge.</summary>
    public SpotAction Mode { get; } = mode;

    /// <summary>Seconds of start-up left of what is held.</summary>
    public long Overhead { get; } = overhead;

    /// <summary>One set of zones for each tick that is known, this tick's last; ticks before the job's start come first.</summary>
    public ReadOnlySpan<ulong> Seen { get; } = seen;

    /// <summary>What spot costs now in each zone, in thousandths of a dollar per hour; empty: the job's price everywhere.</summary>
    public ReadOnlySpan<int> Prices { get; } = prices;

    /// <summary>The zones that are available now, bit z for zone z.</summary>
    public ulong Up => Seen[^1];
}
