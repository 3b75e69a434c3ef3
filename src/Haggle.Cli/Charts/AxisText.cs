using System.Globalization;

namespace Haggle.Cli.Charts;

/// <summary>How values are written beside an axis: short, because ticks are round numbers.</summary>
internal static class AxisText
{
    /// <summary>"$0.05", "$2,500", "$40k", "$1.5M".</summary>
    public static string Usd(double value) => (value < 0 ? "-$" : "$") + Short(Math.Abs(value));

    /// <summary>"0.5", "2,500", "40k".</summary>
    public static string Number(double value) => (value < 0 ? "-" : "") + Short(Math.Abs(value));

    /// <summary>"30s", "20min", "1.5h", "3d": of hours.</summary>
    public static string Hours(double hours) => Math.Abs(hours) switch
    {
        0 => "0",
        < 1.0 / 60 => Plain(hours * 3600) + "s",
        < 1 => Plain(hours * 60) + "min",
        < 200 => Plain(hours) + "h",
        _ => Plain(hours / 24) + "d",
    };

    /// <summary>"25%": of a share.</summary>
    public static string Percent(double share) => Plain(share * 100) + "%";

    private static string Short(double value) => value switch
    {
        >= 1e9 => Plain(value / 1e9) + "B",
        >= 1e6 => Plain(value / 1e6) + "M",
        >= 1e4 => Plain(value / 1e3) + "k",
        _ => value.ToString("#,0.######", CultureInfo.InvariantCulture),
    };

    private static string Plain(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
