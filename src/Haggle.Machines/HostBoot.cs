using System.Globalization;

namespace Haggle.Machines;

/// <summary>The boot of this computer.</summary>
internal static class HostBoot
{
    /// <summary>Another name after every restart; "" when the system does not tell.</summary>
    public static string Name() => FirstLine("/proc/sys/kernel/random/boot_id");

    /// <summary>When it began.</summary>
    public static DateTimeOffset At(TimeProvider time)
    {
        var up = FirstLine("/proc/uptime").Split(' ')[0];
        var now = time.GetUtcNow();
        return double.TryParse(up, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? now - TimeSpan.FromSeconds(seconds) : now;
    }

    private static string FirstLine(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
