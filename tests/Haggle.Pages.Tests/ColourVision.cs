using System.Globalization;

namespace Haggle.Pages.Tests;

/// <summary>
/// Which looks somebody cannot tell apart: with full colour vision, and with each kind of dichromacy as simulated by G. Machado, M. Oliveira and
/// L. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0, in linear light.
/// </summary>
internal static class ColourVision
{
    // CIE 1976 difference: about 2.3 is just noticeable side by side; marks of a chart lie apart and are small.
    private const double LeastDifference = 12;

    private static readonly (string Name, double[] Matrix)[] Kinds =
    [
        ("full colour vision", [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        ("protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]),
        ("deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]),
        ("tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]),
    ];

    /// <summary>Pairs of looks ("rgb(r, g, b) rest") that differ in colour only, and not enough of it for somebody.</summary>
    public static IReadOnlyList<string> Confusions(IReadOnlyList<string> looks)
    {
        var wrong = new List<string>();
        foreach (var (name, matrix) in Kinds)
        {
            for (var i = 0; i < looks.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var (a, b) = (Split(looks[i]), Split(looks[j]));
                    if (a.Besides != b.Besides || a.Rgb.SequenceEqual(b.Rgb)) continue;
                    var difference = Difference(Lab(Seen(a.Rgb, matrix)), Lab(Seen(b.Rgb, matrix)));
                    if (difference < LeastDifference) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{looks[i]} and {looks[j]} with {name}: {difference:0.0}"));
                }
            }
        }

        return wrong;
    }

    private static (double[] Rgb, string Besides) Split(string look)
    {
        var end = look.IndexOf(')', StringComparison.Ordinal);
        var rgb = look[(look.IndexOf('(', StringComparison.Ordinal) + 1)..end].Split(',').Take(3).Select(part => double.Parse(part, CultureInfo.InvariantCulture) / 255).ToArray();
        return (rgb, look[(end + 1)..]);
    }

    private static double[] Seen(double[] rgb, double[] matrix)
    {
        var linear = rgb.Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(Enumerable.Range(0, 3).Sum(column => matrix[(row * 3) + column] * linear[column]), 0, 1))];
    }

    /// <summary>CIELAB of linear sRGB under D65.</summary>
    private static double[] Lab(double[] linear)
    {
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        var x = F(((0.4124564 * linear[0]) + (0.3575761 * linear[1]) + (0.1804375 * linear[2])) / 0.95047);
        var y = F((0.2126729 * linear[0]) + (0.7151522 * linear[1]) + (0.0721750 * linear[2]));
        var z = F(((0.0193339 * linear[0]) + (0.1191920 * linear[1]) + (0.9503041 * linear[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Difference(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());
}
