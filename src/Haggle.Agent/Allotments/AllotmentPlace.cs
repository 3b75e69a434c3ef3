using System.Globalization;

namespace Haggle.Agent.Allotments;

/// <summary>
/// The folder that holds the truth about what is allotted on this computer, one file for each allotment. Several users share it: it is writable for all and
/// sticky, as /tmp is, so that everybody reads everything and changes only what is theirs. The folder itself is locked, because a file that one user
/// made cannot be opened for writing by another one in such a folder (fs.protected_regular).
/// </summary>
internal static class AllotmentPlace
{
    /// <summary>Names another folder; all who share a computer must name the same.</summary>
    public const string Variable = "HAGGLE_ALLOTMENTS";

    /// <summary>Made by an administrator (mode 1777), it goes first: in /tmp the user who came first owns the folder.</summary>
    public const string Prepared = "/var/lib/haggle/allotments";

    public const string Usual = "/tmp/haggle-allotments";

    private const UnixFileMode ForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit;

    // A holder reads and writes a few small files. Longer means that somebody is stuck, and people should know who.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(5);

    /// <summary>The folder of this computer.</summary>
    public static string Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : Directory.Exists(Prepared) ? Prepared : Usual;

    /// <summary>Locks the folder, made where there is none. Dispose to let go; the system does so for a holder that dies.</summary>
    /// <exception cref="AllotmentFault">It cannot be used, or somebody has held it for long.</exception>
    public static async Task<IDisposable> LockAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Make(folder);
            var handle = Native.HoldAlone(folder);
            if (handle >= 0 && IsStillThere(handle)) return new Held(handle);
            Native.LetGo(handle);
            if (time.GetElapsedTime(began) > Patience) throw new AllotmentFault(Stuck(folder));
            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    private static void Make(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) return;
            Directory.CreateDirectory(folder);
            // In its own call: the mask of this process would take the others' rights away.
            File.SetUnixFileMode(folder, ForAll);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(folder)) throw new AllotmentFault($"the folder {folder} for allotments cannot be made: {fault.Message}", fault);
        }
    }

    // Whoever cleans temporary folders may have deleted it between our opening and our lock; another one would lock the new folder beside us.
    private static bool IsStillThere(int handle) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle}")).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) != true;

    private static string Stuck(string folder) => Native.MayAdd(folder)
        ? $"another process has held the lock of {folder} for {Patience.TotalSeconds:0} s; is a haggle-agent stuck there?"
        : $"the folder {folder} belongs to somebody who does not let this user in; ask them, or an administrator, for 'chmod 1777 {folder}'";

    private sealed class Held(int handle) : IDisposable
    {
        private int handle = handle;

        public void Dispose() => Native.LetGo(Interlocked.Exchange(ref handle, -1));
    }
}
