using System.Globalization;

namespace Haggle.Core.Units;

/// <summary>
/// An amount of US dollars, exact to the nano-dollar (10^-9 USD). Arithmetic is checked: it throws <see cref="OverflowException"/>
/// beyond about ±9.2 billion dollars instead of wrapping. The default value is zero and valid.
/// </summary>
/// <param name="NanoUsd">The amount in billionths of a US dollar; may be negative (a refund, a saving).</param>
public readonly record struct Money(long NanoUsd) : IComparable<Money>
{
    private const long NanoPerUsd = 1_000_000_000;

    /// <summary>No money.</summary>
    public static Money Zero => default;

    /// <summary>Makes an amount out of dollars; more than nine decimals are refused rather than rounded.</summary>
    /// <param name="usd">US dollars.</param>
    /// <exception cref="ArgumentException">The number has more than nine decimals.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public static Money FromUsd(decimal usd)
    {
        var nano = usd * NanoPerUsd;
        return nano == decimal.Truncate(nano)
            ? new Money(checked((long)nano))
            : throw new ArgumentException($"{usd.ToString(CultureInfo.InvariantCulture)} USD has more than nine decimals", nameof(usd));
    }

    /// <summary>Reads a plain decimal number of dollars ("1.26", "0.065"), with or without a leading '$'. No exponent, no separators.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="money">The amount, when the text is one.</param>
    /// <returns>Whether the text is an amount that can be held exactly.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Money money)
    {
        money = Zero;
        text = text.Trim();
        if (text is ['$', ..]) text = text[1..];
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var usd)) return false;
        if (Math.Abs(usd) > long.MaxValue / NanoPerUsd) return false;
        var nano = usd * NanoPerUsd;
        if (nano != decimal.Truncate(nano)) return false;
        money = new Money((long)nano);
        return true;
    }

    /// <summary>The amount as a decimal number of dollars, exact.</summary>
    public decimal ToUsd() => (decimal)NanoUsd / NanoPerUsd;

    /// <inheritdoc/>
    public int CompareTo(Money other) => NanoUsd.CompareTo(other.NanoUsd);

    /// <summary>Writes the amount as "$12.34", with as many more decimals (up to nine) as it takes to be exact.</summary>
    public override string ToString()
    {
        var usd = Math.Abs(ToUsd()).ToString("0.00#######", CultureInfo.InvariantCulture);
        return NanoUsd < 0 ? "-$" + usd : "$" + usd;
    }

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.NanoUsd + right.NanoUsd));

    /// <summary>The difference.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.NanoUsd - right.NanoUsd));

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money value) => new(checked(-value.NanoUsd));

    /// <summary>The amount a whole number of times.</summary>
    public static Money operator *(Money value, long times) => new(checked(value.NanoUsd * times));

    /// <summary>How many times the right amount goes into the left one.</summary>
    public static double operator /(Money left, Money right) => (double)left.NanoUsd / right.NanoUsd;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Money left, Money right) => left.NanoUsd < right.NanoUsd;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Money left, Money right) => left.NanoUsd > right.NanoUsd;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(Money left, Money right) => left.NanoUsd <= right.NanoUsd;

    /// <summary>Whether the left amount is larger or equal.</summary>
    public static bool operator >=(Money left, Money right) => left.NanoUsd >= right.NanoUsd;

    /// <summary>The smaller of two amounts.</summary>
    public static Money Min(Money left, Money right) => left < right ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Money Max(Money left, Money right) => left > right ? left : right;
}
