using System.Globalization;

namespace Haggle.Cli.Render;

/// <summary>Sizes and counts for people.</summary>
internal static class SizeText
{
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GiB"),
    };

    /// <summary>"1 file", "3 files".</summary>
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    public static string Number(double number) => Math.Abs(number) >= 1000
        ? number.ToString("N0", CultureInfo.InvariantCulture)
        : number.ToString("0.####", CultureInfo.InvariantCulture);
}
