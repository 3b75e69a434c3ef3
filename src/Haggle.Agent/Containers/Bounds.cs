using System.Globalization;

namespace Haggle.Agent.Containers;

/// <summary>
/// The limits that the machine itself was let with. A container is started by a service that has none of them, so they are told to it; what the agent's own
/// processes may not use, its container may not either.
/// </summary>
/// <param name="MemoryBytes">The most memory; null for no limit.</param>
/// <param name="Cpus">The CPUs, as a list ("0-3,8"); "" for all.</param>
/// <param name="TotalBytes">The memory that the computer has.</param>
internal sealed record Bounds(long? MemoryBytes, string Cpus, long TotalBytes)
{
    /// <summary>Reads those of this process.</summary>
    public static Bounds Read()
    {
        var total = MemInfo(Text("/proc/meminfo"));
        var all = Text("/sys/devices/system/cpu/online").Trim();
        var mine = Line(Text("/proc/self/status"), "Cpus_allowed_list:");
        var group = GroupLimit(Text("/proc/self/cgroup"), Text);
        var each = DataLimit(Text("/proc/self/limits"));
        var least = group is { } g && each is { } e ? Math.Min(g, e) : group ?? each;
        return new Bounds(least < total ? least : null, mine == all ? "" : mine, total);
    }

    /// <summary>The memory limit of the control group that a process is in, or of one above it; null for none.</summary>
    internal static long? GroupLimit(string cgroups, Func<string, string> read)
    {
        long? least = null;
        foreach (var fields in cgroups.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3))
        {
            var isFirst = fields[1].Split(',').Contains("memory");
            if (!isFirst && fields[1].Length > 0) continue;
            for (var path = fields[2].TrimEnd('/'); path.Length > 0; path = path[..path.LastIndexOf('/')])
            {
                var text = read(isFirst ? $"/sys/fs/cgroup/memory{path}/memory.limit_in_bytes" : $"/sys/fs/cgroup{path}/memory.max");
                if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && (least is null || bytes < least)) least = bytes;
            }
        }

        return least;
    }

    /// <summary>The limit on the memory of each process, where the machine has no control group; null for none.</summary>
    internal static long? DataLimit(string limits) =>
        Line(limits, "Max data size").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    private static long MemInfo(string text) =>
        Line(text, "MemTotal:").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var kib, ..] && long.TryParse(kib, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * 1024 : long.MaxValue;

    private static string Line(string text, string name) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[name.Length..].Trim() : "";

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
