using System.Globalization;
using System.Text;

namespace Haggle.Agent.Programs;

/// <summary>
/// The processes of one machine: those that bear its mark in their environment, wherever they went (a daemon that forked twice and began a session
/// of its own still bears it).
/// </summary>
internal sealed class MarkedProcesses(string token)
{
    public const string Variable = "HAGGLE_MACHINE";

    // A program that forks as fast as it is killed needs more than one look.
    private const int MaxLooks = 50;

    private readonly byte[] mark = Encoding.UTF8.GetBytes($"{Variable}={token}\0");

    /// <summary>Kills all of them but this process and the given ones, and looks again until none is left.</summary>
    public void KillAll(params ReadOnlySpan<int> spared)
    {
        for (var look = 0; look < MaxLooks; look++)
        {
            var any = false;
            foreach (var process in Find(spared)) any |= Native.Signal(process, Native.SigKill);
            if (!any) return;
            Thread.Yield();
        }
    }

    /// <summary>Those that are alive now, without this process and the given ones.</summary>
    public List<int> Find(params ReadOnlySpan<int> spared)
    {
        List<int> found = [];
        foreach (var process in All())
        {
            if (process != Environment.ProcessId && !spared.Contains(process) && IsMarked(process) && StatusOf(process) is { State: not ('Z' or 'X') }) found.Add(process);
        }

        return found;
    }

    /// <summary>The process that began the session of those that bear another variable too; 0 when there is none yet.</summary>
    public int Leader(string variable)
    {
        var wanted = Encoding.UTF8.GetBytes(variable + "\0");
        foreach (var process in All())
            if (IsMarked(process) && Holds(Read($"/proc/{process}/environ"), wanted) && StatusOf(process) is { State: not ('Z' or 'X') } status && status.Session == process) return process;
        return 0;
    }

    /// <summary>The living processes of a session.</summary>
    public static List<int> OfSession(int session) =>
        [.. All().Where(process => StatusOf(process) is { State: not ('Z' or 'X') } status && status.Session == session)];

    private static IEnumerable<int> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process)) yield return process;
        }
    }

    private bool IsMarked(int process) => Holds(Read($"/proc/{process}/environ"), mark);

    private static bool Holds(byte[] environment, byte[] mark)
    {
        for (var from = 0; from < environment.Length;)
        {
            var at = environment.AsSpan(from).IndexOf(mark);
            if (at < 0) return false;
            if (from + at == 0 || environment[from + at - 1] == 0) return true;
            from += at + 1;
        }

        return false;
    }

    // "pid (name, which may hold anything) state parent group session ..."
    private static (char State, int Session)? StatusOf(int process)
    {
        var text = Encoding.UTF8.GetString(Read($"/proc/{process}/stat"));
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 ? (fields[0][0], int.Parse(fields[3], CultureInfo.InvariantCulture)) : null;
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
