using System.Globalization;

namespace Haggle.Bench.Harness;

/// <summary>Numbers as they stand in tables.</summary>
internal static class Text
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalNanoseconds: < 1_000 } => Of(time.TotalNanoseconds) + " ns",
        { TotalMicroseconds: < 1_000 } => Of(time.TotalMicroseconds) + " us",
        { TotalMilliseconds: < 1_000 } => Of(time.TotalMilliseconds) + " ms",
        _ => Of(time.TotalSeconds) + " s",
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
