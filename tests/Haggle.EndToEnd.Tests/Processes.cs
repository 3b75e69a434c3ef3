using System.Runtime.InteropServices;
using System.Text;

namespace Haggle.EndToEnd.Tests;

/// <summary>The processes of this host, as /proc tells them.</summary>
internal static class Processes
{
    public const int Interrupt = 2;
    public const int KillAtOnce = 9;

    public sealed record Entry(int Id, string CommandLine, string Environment);

    public static IEnumerable<Entry> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId) continue;
            if (Text(folder, "cmdline") is { Length: > 0 } commandLine && Text(folder, "environ") is { } environment) yield return new Entry(id, commandLine, environment);
        }
    }

    public static bool IsAlive(int process) => Text($"/proc/{process}", "cmdline") is { Length: > 0 };

    /// <summary>Sends a signal; a process that has just ended is not an error.</summary>
    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    private static string? Text(string folder, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, name))).Replace('\0', '\n');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
