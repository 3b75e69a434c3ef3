using System.Globalization;
using System.Text;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Hosts;

/// <summary>What is known of a process of this computer, whosever it is. A number may be another program's by now, so the tick of its start goes with it.</summary>
internal static class HostProcess
{
    // Deeper families are not a training's.
    private const int MostParents = 64;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(MarkedProcesses.Variable + "=");

    /// <summary>The tick since the boot at which a process began; 0 when it cannot be told.</summary>
    public static long StartOf(int process) => Fields(process) is { Length: > 19 } fields && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var tick) ? tick : 0;

    /// <summary>Whether this very process lives. Where other users' processes are hidden, its number has to do.</summary>
    public static bool Lives(int process, long start)
    {
        if (Fields(process) is { Length: > 19 } fields) return !IsOver(fields) && (start == 0 || StartOf(process) == start);
        return Native.Exists(process) && !Directory.Exists($"/proc/{process}");
    }

    /// <summary>The allotment that a process bears the mark of, itself or through its parents; "" when there is none to be seen.</summary>
    public static string TokenOf(int process)
    {
        for (var depth = 0; depth < MostParents && process > 1; depth++)
        {
            if (MarkOf(process) is { Length: > 0 } token) return token;
            if (Fields(process) is not { Length: > 1 } fields || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out process)) return "";
        }

        return "";
    }

    /// <summary>Whose a process is; "" when that cannot be told.</summary>
    public static string UserOf(int process)
    {
        var line = Encoding.UTF8.GetString(Read($"/proc/{process}/status")).Split('\n').FirstOrDefault(each => each.StartsWith("Uid:", StringComparison.Ordinal));
        return line?.Split('\t', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } ids ? HostName.OfUser(ids[1]) : "";
    }

    // A killed program's first thread is a zombie while its other threads still let go of what they hold: files, locks, an accelerator's memory.
    private static bool IsOver(string[] fields) => fields[0] is "X" || (fields[0] is "Z" && (fields[17] is "0" or "1"));

    // The name in brackets may hold anything: what counts comes after the last bracket, the state first.
    private static string[]? Fields(int process)
    {
        var text = Encoding.UTF8.GetString(Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")));
        var close = text.LastIndexOf(')');
        return close < 0 ? null : text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string MarkOf(int process)
    {
        foreach (var variable in Encoding.UTF8.GetString(Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ"))).Split('\0'))
        {
            if (variable.StartsWith(MarkedProcesses.Variable, StringComparison.Ordinal) && variable.Length > Mark.Length && variable[Mark.Length - 1] == '=') return variable[Mark.Length..];
        }

        return "";
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
