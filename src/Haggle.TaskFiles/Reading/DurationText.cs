using System.Buffers;
using System.Globalization;

namespace Haggle.TaskFiles.Reading;

/// <summary>Durations as people write them: 30s, 10m, 2h, 1d, 1w, 1.5h, 1h30m; units in any case.</summary>
internal static class DurationText
{
    /// <summary>Nothing in a task file lasts longer, and every sum of such spans fits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="plainUnit">What a number without a unit means; null when it must have one.</param>
    /// <param name="value">The duration, when the text is one of at most ten years.</param>
    public static bool TryParse(string text, TimeSpan? plainUnit, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty || rest.Length > 40) return false;
        var total = 0d;
        var last = double.PositiveInfinity;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits < 0) digits = rest.Length;
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            rest = rest[digits..].TrimStart();
            var unitLength = rest.IndexOfAnyInRange('0', '9') is >= 0 and var next ? next : rest.Length;
            var seconds = UnitSeconds(rest[..unitLength].Trim(), last == double.PositiveInfinity && unitLength == rest.Length ? plainUnit : null);
            if (seconds is not { } unit || unit >= last) return false;
            total += number * unit;
            last = unit;
            rest = rest[unitLength..];
        }

        if (total > Longest.TotalSeconds) return false;
        value = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>Writes a duration as it is read: "1d12h", "90s".</summary>
    public static string Write(TimeSpan value)
    {
        var text = "";
        foreach (var (unit, span) in new[] { ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)) })
        {
            var count = (long)(value / span);
            if (count > 0) text += string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
            value -= span * count;
        }

        return value > TimeSpan.Zero || text.Length == 0 ? text + string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###}s") : text;
    }

    private static double? UnitSeconds(ReadOnlySpan<char> unit, TimeSpan? plainUnit) => unit switch
    {
        "" => plainUnit?.TotalSeconds,
        "s" or "S" => 1,
        "m" or "M" => 60,
        "h" or "H" => 3600,
        "d" or "D" => 86400,
        "w" or "W" => 7 * 86400,
        _ => null,
    };
}
