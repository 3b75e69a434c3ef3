using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Machines;

/// <summary>
/// Takes away what an agent has mounted from stores and could not take away itself, because it was killed together with its guard. A folder is never deleted
/// while one is in it: that would delete what is in the store.
/// </summary>
internal static class LeftMounts
{
    /// <summary>Goes through a machine's list.</summary>
    /// <exception cref="IOException">One is still there; nothing may be deleted yet.</exception>
    public static void Clear(string list)
    {
        if (!File.Exists(list)) return;
        foreach (var place in File.ReadAllLines(list).Where(Path.IsPathRooted).Where(IsMounted))
        {
            _ = Try("umount", "-n", "-l", place) || Try("fusermount3", "-u", "-z", place) || Try("fusermount", "-u", "-z", place);
            if (IsMounted(place)) throw new IOException($"{place} is still mounted from a store and is left alone; unmount it: umount -l {place}");
        }
    }

    private static bool IsMounted(string place) =>
        File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ') is [_, _, _, _, var at, ..] && at.Replace("\\040", " ", StringComparison.Ordinal) == place);

    private static bool Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            if (process is null) return false;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
