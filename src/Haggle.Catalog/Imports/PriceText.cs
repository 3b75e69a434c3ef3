using System.Buffers.Text;
using System.Text;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>
/// Prices as sources write them, exact to the nano-dollar. Sources that computed in binary write 0.018000000000000002 for 0.018; what lies beyond the ninth
/// decimal is rounded half up, and the report says how often that happened.
/// </summary>
internal static class PriceText
{
    private const int Decimals = 9;

    /// <summary>Ten thousand dollars an hour: no machine costs a tenth of it, so it is another unit.</summary>
    public static Money Most { get; } = Money.FromUsd(10_000);

    /// <summary>Reads a plain or exponent decimal number, with or without a leading '$'.</summary>
    /// <returns>Whether it is one. <paramref name="isRounded"/> tells whether there was more than nine decimals can hold.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Money price, out bool isRounded)
    {
        price = Money.Zero;
        isRounded = false;
        if (text is [(byte)'$', ..]) text = text[1..];
        if (text.IsEmpty) return false;
        long whole = 0;
        var decimals = -1;
        var round = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            // An exponent, a sign or anything else is rare; the library reads it.
            if (c is < (byte)'0' or > (byte)'9' || whole > long.MaxValue / 100) return Slow(text, out price, out isRounded);
            if (decimals >= Decimals)
            {
                if (decimals == Decimals) round = c >= '5';
                isRounded |= c != '0';
            }
            else whole = (whole * 10) + (c - '0');
            if (decimals >= 0) decimals++;
        }

        for (var i = Math.Clamp(decimals, 0, Decimals); i < Decimals; i++)
        {
            if (whole > long.MaxValue / 10) return false;
            whole *= 10;
        }

        price = new Money(whole + (round ? 1 : 0));
        return decimals != 0 || text.Length > 1;
    }

    private static bool Slow(ReadOnlySpan<byte> text, out Money price, out bool isRounded)
    {
        price = Money.Zero;
        isRounded = false;
        if (!Utf8Parser.TryParse(text, out decimal usd, out var used, text.IndexOfAny((byte)'e', (byte)'E') >= 0 ? 'e' : default) || used != text.Length) return false;
        if (Math.Abs(usd) > 1_000_000_000) return false;
        var nano = Math.Floor((usd * 1_000_000_000) + 0.5m);
        isRounded = nano != usd * 1_000_000_000;
        price = new Money((long)nano);
        return true;
    }

    public static bool TryParse(string text, out Money price, out bool isRounded) => TryParse(Encoding.UTF8.GetBytes(text), out price, out isRounded);
}
