using System.Runtime.InteropServices;
using System.Runtime.Versioning;

// The agent reads /proc: rented machines run Linux.
[assembly: SupportedOSPlatform("linux")]

namespace Haggle.Agent;

/// <summary>The system calls that the framework does not offer.</summary>
internal static partial class Native
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    private const int NotPermitted = 1;
    private const int OpenReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const int LockShared = 1;
    private const int LockAloneAtOnce = 2 | 4;
    private const int MayWriteAndEnter = 2 | 1;
    private const int KeepSizeAndPunchHole = 0x01 | 0x02;

    /// <summary>Sends a signal to a process, or with a negative number to a process group. False when there is none.</summary>
    public static bool Signal(int process, int signal) => Kill(process, signal) == 0;

    /// <summary>Whether there is a process of this number, whosever it is.</summary>
    public static bool Exists(int process) => Kill(process, 0) == 0 || Marshal.GetLastPInvokeError() == NotPermitted;

    /// <summary>Makes files that are created from now on readable and writable for the owner only; gives back what was before.</summary>
    public static int PrivateFiles() => Umask(0b001_111_111);

    /// <summary>Puts the mask for new files back.</summary>
    public static void RestoreMask(int mask) => _ = Umask(mask);

    /// <summary>Makes a folder's list of names durable. A file system that cannot do that is left alone: there is nothing else to do.</summary>
    public static void SyncFolder(string path)
    {
        var handle = Open(path, OpenReadOnly);
        if (handle < 0) return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    /// <summary>Gives the disk space of a stretch of a file back without changing any offset. False where the file system cannot.</summary>
    public static bool PunchHole(SafeHandle file, long offset, long length) => Fallocate(file, KeepSizeAndPunchHole, offset, length) == 0;

    /// <summary>Whether this process may add names to a folder.</summary>
    public static bool MayAdd(string folder) => Access(folder, MayWriteAndEnter) == 0;

    /// <summary>The user and the group of this process.</summary>
    public static (uint User, uint Group) UserAndGroup() => (UserId(), GroupId());

    /// <summary>Locks a file or folder together with others who use it; negative where that cannot be done.</summary>
    public static int Hold(string path) => Lock(path, LockShared);

    /// <summary>Locks a file or folder that nobody else uses; negative when somebody does.</summary>
    public static int HoldAlone(string path) => Lock(path, LockAloneAtOnce);

    /// <summary>Lets go of a lock.</summary>
    public static void LetGo(int handle)
    {
        if (handle >= 0) _ = Close(handle);
    }

    private static int Lock(string path, int how)
    {
        var handle = Open(path, OpenReadOnly | CloseOnExec);
        if (handle < 0 || Flock(handle, how) == 0) return handle;
        _ = Close(handle);
        return -1;
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Flock(int handle, int operation);

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "getgid")]
    private static partial uint GroupId();

    [LibraryImport("libc", EntryPoint = "getpgid")]
    public static partial int GroupOf(int process);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Umask(int mask);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "fallocate64")]
    private static partial int Fallocate(SafeHandle file, int mode, long offset, long length);
}
