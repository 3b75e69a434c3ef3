using System.Globalization;
using System.Runtime.InteropServices;

namespace Haggle.Machines;

/// <summary>
/// Keeps open files from reaching a machine. The runtime opens its own so that a child does not get them; but this process may itself have been
/// given some by a careless parent, and an agent that outlives everybody would hold that parent's pipe open for as long as it lives.
/// </summary>
internal static class InheritedFiles
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
    private const int LastStandard = 2;

    public static void Keep()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) && descriptor > LastStandard)
                _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int argument);
}
