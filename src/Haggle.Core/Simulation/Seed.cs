namespace Haggle.Core.Simulation;

/// <summary>
/// Randomness that repeats: the same seed draws the same numbers for good, on every machine and runtime version. SplitMix64 (Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", 2014). Not for secrets. Not thread-safe: one seed, one drawer.
/// </summary>
/// <param name="value">Where to begin; any number.</param>
public sealed class Seed(ulong value)
{
    private ulong _state = value;

    /// <summary>Draws 64 bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>Draws a number from 0 (included) to 1 (excluded), evenly.</summary>
    public double NextShare() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a whole number from 0 to <paramref name="limit"/> - 1, evenly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not more than zero.</exception>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

        // The high half of a 128-bit product; its bias is under 2^-32 for any int, far below what a simulation can see.
        return (int)(((UInt128)NextBits() * (ulong)limit) >> 64);
    }

    /// <summary>Draws a time that has no memory, with the mean given.</summary>
    public TimeSpan NextExponential(TimeSpan mean) => mean * -Math.Log(1 - NextShare());

    /// <summary>A seed of its own for a part of a simulation, so that the part draws the same whatever the others draw.</summary>
    /// <param name="part">The part's number.</param>
    public Seed Split(ulong part) => new(unchecked(new Seed(NextBits() ^ part).NextBits()));
}
