using System.Runtime.Intrinsics;

namespace Charlm;

/// <summary>Exponential, hyperbolic tangent and logarithm with the same bits on every processor.</summary>
/// <remarks>
/// A run that is reclaimed may come back on another kind of processor. The C library picks variants of exp and log by processor (with and
/// without fused multiply-add), and their last bit differs. Here only + - * / are used, which IEEE 754 defines to the last bit.
/// </remarks>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417232;

    /// <summary>e to the power of each lane; arguments are held between -87 and 88, where a float can show the result.</summary>
    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-87f)), Vector256.Create(88f));

        // e^x = 2^n * e^r. Adding and taking away 1.5 * 2^23 rounds to the nearest integer without a rounding instruction.
        var magic = Vector256.Create(12582912f);
        var n = x * Vector256.Create(1.44269504f) + magic - magic;
        var r = x - n * Vector256.Create(0.693359375f) - n * Vector256.Create(-2.12194440e-4f);

        // The polynomial is Cephes' expf (Moshier), good to about one unit in the last place.
        var p = Vector256.Create(1.9875691500e-4f) * r + Vector256.Create(1.3981999507e-3f);
        p = p * r + Vector256.Create(8.3334519073e-3f);
        p = p * r + Vector256.Create(4.1665795894e-2f);
        p = p * r + Vector256.Create(1.6666665459e-1f);
        p = p * r + Vector256.Create(5.0000001201e-1f);
        p = p * r * r + r + Vector256<float>.One;
        var scale = Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();
        return p * scale;
    }

    /// <summary>Hyperbolic tangent of each lane, within 1e-6 of the true value.</summary>
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var two = Vector256.Create(2f);
        return Vector256<float>.One - two / (Exp(x * two) + Vector256<float>.One);
    }

    /// <summary>Natural logarithm of a positive, normal number, within 1e-15 relative.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1022;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < 0.70710678118654752)
        {
            mantissa *= 2;
            exponent--;
        }

        // ln(m) = 2 artanh(s) with s = (m - 1) / (m + 1); |s| is below 0.172, so the series ends quickly.
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var odd = 23; odd >= 1; odd -= 2) sum = sum * square + 1.0 / odd;
        return exponent * Ln2 + 2 * s * sum;
    }
}
