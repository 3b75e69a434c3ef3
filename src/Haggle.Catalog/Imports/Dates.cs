using System.Buffers.Text;

namespace Haggle.Catalog.Imports;

/// <summary>Dates as price files write them: "2026-07-21", alone or at the beginning of an instant. A day counts from its first minute, UTC.</summary>
internal static class Dates
{
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!Utf8Parser.TryParse(text[..4], out int year, out var used) || used != 4) return false;
        if (!Utf8Parser.TryParse(text.Slice(5, 2), out int month, out used) || used != 2) return false;
        if (!Utf8Parser.TryParse(text.Slice(8, 2), out int day, out used) || used != 2) return false;
        if (year is < 2006 or > 2100 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero);
        return true;
    }

    /// <summary>The date in a file's name ("pricing-2026-07-30.yml"); null when there is none.</summary>
    public static DateTimeOffset? InName(string path)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path));
        for (var i = 0; i + 10 <= name.Length; i++)
            if (TryParse(name.AsSpan(i, 10), out var date)) return date;
        return null;
    }
}
