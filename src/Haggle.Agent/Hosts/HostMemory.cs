using System.Globalization;

namespace Haggle.Agent.Hosts;

/// <summary>How much main memory and how many CPUs this computer has for its user.</summary>
internal static class HostMemory
{
    /// <summary>The CPUs that this process may use.</summary>
    public static int Vcpus() => Environment.ProcessorCount;

    /// <summary>All memory, and what programs could have now, in MiB. The limit of a container counts, so the runtime is asked beside the kernel.</summary>
    public static (long TotalMib, long FreeMib) Read()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        var (total, free) = Parse(ReadFile("/proc/meminfo"));
        if (total == 0) return (limit, limit);
        return limit < total ? (limit, Math.Min(limit, free)) : (total, free);
    }

    /// <summary>Reads the kernel's words.</summary>
    public static (long TotalMib, long FreeMib) Parse(string meminfo)
    {
        long Of(string name)
        {
            var line = meminfo.Split('\n').FirstOrDefault(each => each.StartsWith(name + ":", StringComparison.Ordinal));
            var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is { Length: > 1 } && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib / 1024 : 0;
        }

        return (Of("MemTotal"), Of("MemAvailable"));
    }

    /// <summary>The load of the last minute.</summary>
    public static double? Load() =>
        ReadFile("/proc/loadavg").Split(' ') is [var minute, ..] && double.TryParse(minute, NumberStyles.Float, CultureInfo.InvariantCulture, out var load) ? load : null;

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
