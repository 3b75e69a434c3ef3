using System.Runtime.InteropServices;

namespace Haggle.Machines;

/// <summary>
/// Takes away the empty names that an agent made outside its folder and could not take away itself, because it was killed. Nothing that somebody uses or has put
/// something into is touched.
/// </summary>
internal static class LeftPlaceholders
{
    private const int OpenReadOnlyCloseOnExec = 0x80000;
    private const int LockAloneAtOnce = 2 | 4;

    /// <summary>Goes through a machine's list, the innermost first.</summary>
    public static void Clear(string list)
    {
        if (!File.Exists(list)) return;
        foreach (var path in File.ReadAllLines(list).Reverse().Where(Path.IsPathRooted)) Remove(path);
    }

    private static void Remove(string path)
    {
        var handle = Open(path, OpenReadOnlyCloseOnExec);
        if (handle < 0) return;
        try
        {
            // Other machines that use it hold a lock on it.
            if (Flock(handle, LockAloneAtOnce) != 0) return;
            if (Directory.Exists(path)) Directory.Delete(path);
            else if (new FileInfo(path) is { Exists: true, Length: 0 }) File.Delete(path);
        }
        catch (IOException)
        {
            // It is not empty any more, so it is not ours.
        }
        catch (UnauthorizedAccessException)
        {
            // The same, of somebody else.
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flock(int handle, int operation);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
