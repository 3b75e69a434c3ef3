namespace Haggle.Core.Units;

/// <summary>A price per hour (3,600 seconds). The default value is free of charge and valid; a negative rate is refused.</summary>
public readonly record struct HourlyRate : IComparable<HourlyRate>
{
    /// <summary>Makes a rate.</summary>
    /// <param name="perHour">US dollars per hour, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The price is negative.</exception>
    public HourlyRate(Money perHour)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perHour, Money.Zero);
        PerHour = perHour;
    }

    /// <summary>What one hour costs.</summary>
    public Money PerHour { get; }

    /// <summary>Free of charge.</summary>
    public static HourlyRate Free => default;

    /// <summary>Makes a rate out of dollars per hour, at most nine decimals.</summary>
    public static HourlyRate FromUsd(decimal usdPerHour) => new(Money.FromUsd(usdPerHour));

    /// <summary>
    /// What a time costs at this rate, rounded half up to the nano-dollar: the one place where money is rounded by time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public static Money operator *(HourlyRate rate, TimeSpan elapsed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, TimeSpan.Zero);
        var scaled = (Int128)rate.PerHour.NanoUsd * elapsed.Ticks;
        return new Money(checked((long)((scaled + (TimeSpan.TicksPerHour / 2)) / TimeSpan.TicksPerHour)));
    }

    /// <summary>The sum of two rates.</summary>
    public static HourlyRate operator +(HourlyRate left, HourlyRate right) => new(left.PerHour + right.PerHour);

    /// <summary>The rate of several such things at once.</summary>
    public static HourlyRate operator *(HourlyRate rate, int count) => new(rate.PerHour * count);

    /// <inheritdoc/>
    public int CompareTo(HourlyRate other) => PerHour.CompareTo(other.PerHour);

    /// <summary>Whether the left rate is cheaper.</summary>
    public static bool operator <(HourlyRate left, HourlyRate right) => left.PerHour < right.PerHour;

    /// <summary>Whether the left rate is dearer.</summary>
    public static bool operator >(HourlyRate left, HourlyRate right) => left.PerHour > right.PerHour;

    /// <summary>Whether the left rate is cheaper or equal.</summary>
    public static bool operator <=(HourlyRate left, HourlyRate right) => left.PerHour <= right.PerHour;

    /// <summary>Whether the left rate is dearer or equal.</summary>
    public static bool operator >=(HourlyRate left, HourlyRate right) => left.PerHour >= right.PerHour;

    /// <summary>Writes the rate as "$3.06/h".</summary>
    public override string ToString() => PerHour + "/h";
}
