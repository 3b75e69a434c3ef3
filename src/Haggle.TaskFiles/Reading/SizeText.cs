using System.Buffers;
using System.Globalization;
using Haggle.Core.Units;

namespace Haggle.TaskFiles.Reading;

/// <summary>Sizes as the format gives them: a plain number is GB, units from KB to PB ("64GB", "100Gi", "1TB"), all to the base of 1,024.</summary>
internal static class SizeText
{
    private const double MostGib = 1024d * 1024 * 1024;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static bool TryParse(string text, out Gib size)
    {
        size = default;
        var rest = text.AsSpan().Trim();
        if (rest.Length is 0 or > 40) return false;
        var digits = rest.IndexOfAnyExcept(Digits);
        if (digits < 0) digits = rest.Length;
        if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        if (GibPerUnit(rest[digits..].Trim()) is not { } unit || number * unit > MostGib || number <= 0) return false;
        size = Gib.FromGib(number * unit);
        return true;
    }

    private static double? GibPerUnit(ReadOnlySpan<char> unit)
    {
        Span<char> lower = stackalloc char[3];
        if (unit.Length > 3) return null;
        unit.ToLowerInvariant(lower);
        return lower[..unit.Length] switch
        {
            "k" or "kb" or "ki" or "kib" => 1d / 1024 / 1024,
            "m" or "mb" or "mi" or "mib" => 1d / 1024,
            "" or "g" or "gb" or "gi" or "gib" => 1,
            "t" or "tb" or "ti" or "tib" => 1024,
            "p" or "pb" or "pi" or "pib" => 1024d * 1024,
            _ => null,
        };
    }
}
