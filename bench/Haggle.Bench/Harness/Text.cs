using System.Globalization;

namespace Haggle.Bench.Harness;

/// <summary>Numbers as they stand in tables.</summary>
internal static class Text
{
    /// <summary>A time in nanoseconds, in the unit that suits it.</summary>
    public static string Time(double nanoseconds) => Math.Abs(nanoseconds) switch
    {
        < 1e3 => Of(nanoseconds) + " ns",
        < 1e6 => Of(nanoseconds / 1e3) + " us",
        < 1e9 => Of(nanoseconds / 1e6) + " ms",
        _ => Of(nanoseconds / 1e9) + " s",
    };

    public static string Of(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + "x";

    public static string MiB(double bytes) => Of(bytes / (1 << 20)) + " MiB";

    public static string KB(double bytes) => Of(bytes / 1000) + " KB";
}
