namespace Haggle.Simulation.Time;

/// <summary>
/// Chance out of a seed (SplitMix64). Each part of a world forks dice of its own, so that a new throw in one part does not change what
/// happens in the others.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public Dice Fork(ulong salt) => new(Mix(Next() ^ (salt * 0x9E3779B97F4A7C15)));

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A whole number from zero to below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A whole number in a range, both ends included.</summary>
    public int Between(int min, int max) => min + Below(max - min + 1);

    /// <summary>A time in a range, to the millisecond.</summary>
    public TimeSpan Between(TimeSpan min, TimeSpan max)
    {
        var span = (long)(max - min).TotalMilliseconds;
        return span <= 0 ? min : min + TimeSpan.FromMilliseconds((long)(Next() % (ulong)(span + 1)));
    }

    public TimeSpan Seconds(double min, double max) => Between(TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max));

    public TimeSpan Minutes(double min, double max) => Between(TimeSpan.FromMinutes(min), TimeSpan.FromMinutes(max));

    public bool Chance(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
