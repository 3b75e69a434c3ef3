using System.Globalization;

namespace Haggle.Cli.Render;

/// <summary>Times for people.</summary>
internal static class TimeText
{
    /// <summary>"45s", "2m 05s", "1h 32m", "3d 4h": two units are enough.</summary>
    public static string Span(double seconds)
    {
        if (!(seconds >= 0)) seconds = 0;
        if (seconds < 10 && seconds != Math.Floor(seconds)) return seconds.ToString("0.0", CultureInfo.InvariantCulture) + "s";
        var whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{whole}s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{whole / 60}m {whole % 60:00}s"),
            < 86400 => string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}h {whole / 60 % 60:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{whole / 86400}d {whole / 3600 % 24}h"),
        };
    }

    public static string Span(double? seconds) => seconds is { } known ? Span(known) : "";

    public static string Between(DateTimeOffset from, DateTimeOffset to) => Span(Math.Floor(Math.Max(0, (to - from).TotalSeconds)));

    /// <summary>"12s ago".</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => Between(at, now) + " ago";

    /// <summary>An instant, in UTC: "2026-11-21 14:05:09Z".</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // The sortable format has a way of its own in the library; a pattern is interpreted, by code that has to be compiled first.
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)[..10];
}
