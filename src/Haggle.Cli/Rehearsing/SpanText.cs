using System.Buffers;
using System.Globalization;

namespace Haggle.Cli.Rehearsing;

/// <summary>Durations on the command line: "40s", "2m", "1h30m", "1.5h"; a number alone is seconds.</summary>
internal static class SpanText
{
    /// <summary>Nothing on a command line lasts longer.</summary>
    private const double LongestSeconds = 3650d * 86400;

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return false;
        double total = 0, last = double.PositiveInfinity;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (digits < 0) digits = rest.Length;
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is >= 0 and var next ? next : rest.Length;
            var isAlone = letters == 0 && double.IsPositiveInfinity(last);
            if (UnitSeconds(rest[..letters], isAlone) is not { } unit || unit >= last) return false;
            total += number * unit;
            last = unit;
            rest = rest[letters..];
        }

        if (total > LongestSeconds) return false;
        span = TimeSpan.FromSeconds(total);
        return true;
    }

    private static double? UnitSeconds(ReadOnlySpan<char> unit, bool isAlone) => unit switch
    {
        "" when isAlone => 1,
        "s" or "S" => 1,
        "m" or "M" => 60,
        "h" or "H" => 3600,
        "d" or "D" => 86400,
        _ => null,
    };
}
