using System.Globalization;
using System.Runtime.InteropServices;

namespace Haggle.Bench.Harness;

/// <summary>The machine that was measured on, as its results must say.</summary>
internal static class MachineDescription
{
    public static IEnumerable<string> Lines()
    {
        yield return $"CPU: {CpuModel()}, {Environment.ProcessorCount} cores";
        yield return $"memory: {Text.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30))} GiB";
        yield return $"system: {OsName()}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.OSArchitecture}";
        yield return $"runtime: {RuntimeInformation.FrameworkDescription}";
        yield return $"load before the run (1 min): {First("/proc/loadavg")}";
        yield return $"date: {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
    }

    private static string CpuModel() => Field("/proc/cpuinfo", "model name", ':') ?? "unknown CPU";

    private static string OsName() => Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "unknown distribution";

    private static string First(string path) => File.Exists(path) ? File.ReadAllText(path).Split(' ')[0] : "unknown";

    private static string? Field(string path, string name, char separator) => !File.Exists(path) ? null : File.ReadLines(path)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault();
}
