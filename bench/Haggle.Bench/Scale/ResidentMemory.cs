using System.Globalization;

namespace Haggle.Bench.Scale;

/// <summary>What the system says that this process holds in memory, in bytes.</summary>
internal static class ResidentMemory
{
    public static double Now() => Field("VmRSS:");

    public static double Peak() => Field("VmHWM:");

    private static double Field(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(each => each.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
