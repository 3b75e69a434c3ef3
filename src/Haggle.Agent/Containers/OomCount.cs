using System.Globalization;

namespace Haggle.Agent.Containers;

/// <summary>
/// How often the system killed a process of a container for its memory, by the kernel's own count for its control group. The engines' word for it differs
/// (podman's stays false), the kernel's does not, and it counts every process, not only the first.
/// </summary>
internal sealed class OomCount
{
    private readonly string file;

    private OomCount(string file) => this.file = file;

    /// <summary>Finds the count of the control group that a process is in; null where there is none.</summary>
    /// <param name="process">The container's first process, as the machine numbers it.</param>
    public static OomCount? Of(int process)
    {
        foreach (var fields in Read($"/proc/{process}/cgroup").Split('\n').Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3))
        {
            var path = fields[1].Split(',').Contains("memory") ? $"/sys/fs/cgroup/memory{fields[2]}/memory.oom_control"
                : fields[1].Length == 0 ? $"/sys/fs/cgroup{fields[2]}/memory.events" : "";
            if (path.Length > 0 && File.Exists(path)) return new OomCount(path);
        }

        return null;
    }

    /// <summary>The count; null once the group is gone.</summary>
    public long? Now => Parse(Read(file));

    /// <summary>Reads "oom_kill 3" out of either version's file.</summary>
    internal static long? Parse(string text) => text.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(words => words is ["oom_kill", _]) is [_, var number]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
