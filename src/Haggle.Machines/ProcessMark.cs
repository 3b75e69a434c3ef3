using System.Globalization;

namespace Haggle.Machines;

/// <summary>One process for good: its id together with the tick at which it began, so that a reused id is another process.</summary>
internal readonly record struct ProcessMark(int Id, long StartTick)
{
    /// <summary>Reads a live process; null when there is none or it is a zombie.</summary>
    public static ProcessMark? Read(int id, out int parent)
    {
        parent = 0;
        try
        {
            return Parse(File.ReadAllText($"/proc/{id}/stat"), out parent);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a line of <c>/proc/PID/stat</c>: id, (name), state, parent, ..., start tick as the 22nd field. The name may hold blanks and brackets.</summary>
    public static ProcessMark? Parse(string stat, out int parent)
    {
        parent = 0;
        var open = stat.IndexOf('(', StringComparison.Ordinal);
        var close = stat.LastIndexOf(')');
        if (open < 1 || close < open) return null;
        var fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || fields[0] is "Z" or "X") return null;
        if (!int.TryParse(stat[..open], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id)) return null;
        if (!long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var startTick)) return null;
        return int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out parent) ? new ProcessMark(id, startTick) : null;
    }
}
