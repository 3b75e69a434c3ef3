using System.Globalization;

namespace Haggle.Core.Units;

/// <summary>
/// An amount of memory or disk in GiB (2^30 bytes), held exactly in MiB. Vendors' GB and MiB are converted on entry.
/// The default value is zero and valid; a negative amount is refused.
/// </summary>
public readonly record struct Gib : IComparable<Gib>
{
    private const double MibPerGib = 1024;

    private Gib(long mib) => Mib = mib;

    /// <summary>The amount in MiB (2^20 bytes).</summary>
    public long Mib { get; }

    /// <summary>Makes an amount out of MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public static Gib FromMib(long mib)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mib);
        return new Gib(mib);
    }

    /// <summary>Makes an amount out of GiB, rounded to the nearest MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or not a number.</exception>
    public static Gib FromGib(double gib)
    {
        if (!(gib >= 0) || gib > long.MaxValue / MibPerGib / 2) throw new ArgumentOutOfRangeException(nameof(gib), gib, "must be zero or more");
        return new Gib((long)Math.Round(gib * MibPerGib));
    }

    /// <summary>The amount in GiB.</summary>
    public double ToGib() => Mib / MibPerGib;

    /// <inheritdoc/>
    public int CompareTo(Gib other) => Mib.CompareTo(other.Mib);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Gib left, Gib right) => left.Mib < right.Mib;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Gib left, Gib right) => left.Mib > right.Mib;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(Gib left, Gib right) => left.Mib <= right.Mib;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(Gib left, Gib right) => left.Mib >= right.Mib;

    /// <summary>Writes the amount as "61 GiB" or "0.5 GiB".</summary>
    public override string ToString() => ToGib().ToString("0.##", CultureInfo.InvariantCulture) + " GiB";
}
