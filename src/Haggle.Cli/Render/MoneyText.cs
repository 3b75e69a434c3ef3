using System.Globalization;

namespace Haggle.Cli.Render;

/// <summary>Amounts for people. The exact nano-dollars are in --json.</summary>
internal static class MoneyText
{
    private const decimal NanoPerUsd = 1_000_000_000m;

    /// <summary>"$12.34"; below a dollar four decimals, because a rehearsal costs cents.</summary>
    public static string Amount(long nanoUsd) => Amount(nanoUsd, Math.Abs(nanoUsd) >= NanoPerUsd || nanoUsd == 0 ? 2 : 4);

    public static string Amount(long nanoUsd, int decimals)
    {
        var usd = Round(nanoUsd, decimals);
        var text = Math.Abs(usd).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return usd < 0 ? "-$" + text : "$" + text;
    }

    public static string Amount(long? nanoUsd) => nanoUsd is { } known ? Amount(known) : "";

    /// <summary>"$0.918/h", "free".</summary>
    public static string Rate(long nanoUsdPerHour) =>
        nanoUsdPerHour == 0 ? "free" : "$" + (nanoUsdPerHour / NanoPerUsd).ToString("#,0.00##", CultureInfo.InvariantCulture) + "/h";

    /// <summary>Half away from zero, as invoices round.</summary>
    public static decimal Round(long nanoUsd, int decimals) => Math.Round(nanoUsd / NanoPerUsd, decimals, MidpointRounding.AwayFromZero);

    /// <summary>"+3%", "-12%".</summary>
    public static string Difference(long actual, long expected)
    {
        if (expected == 0) return "";
        var percent = (actual - (double)expected) / expected * 100;
        return percent.ToString("+0;-0;±0", CultureInfo.InvariantCulture) + "%";
    }

    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
