using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haggle.Agent.Channels;

/// <summary>A terminal that a program has for its own: this is the side of the one who sits before it.</summary>
internal sealed partial class Pty : IDisposable
{
    private const int ReadWrite = 2;
    private const int NotMine = 0x100;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private const nuint SetSize = 0x5414;

    private readonly SafeFileHandle handle;

    /// <summary>Makes one.</summary>
    /// <exception cref="Win32Exception">The system has none left.</exception>
    public Pty()
    {
        var master = OpenMaster(ReadWrite | NotMine | CloseOnExec);
        if (master < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        handle = new SafeFileHandle(master, ownsHandle: true);
        var name = new byte[128];
        if (Grant(handle) != 0 || Unlock(handle) != 0 || NameOf(handle, name, (nuint)name.Length) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        Path = Encoding.UTF8.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)));
    }

    /// <summary>What the program opens.</summary>
    public string Path { get; }

    /// <summary>Says how large the screen is; the program in front is told.</summary>
    public void Resize(int columns, int rows)
    {
        var size = new WindowSize { Rows = (ushort)rows, Columns = (ushort)columns };
        _ = Control(handle, SetSize, ref size);
    }

    /// <summary>Reads what the program shows; blocks until there is something. 0 once no program has the terminal any more.</summary>
    public int Read(Span<byte> into)
    {
        while (true)
        {
            var count = Read(handle, into, (nuint)into.Length);
            // A fault is how the system says that the last one has closed it.
            if (count >= 0 || Marshal.GetLastPInvokeError() != Interrupted) return (int)Math.Max(count, 0);
        }
    }

    /// <summary>Types; blocks while the program does not read. What nobody can read any more is dropped.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Write(handle, bytes, (nuint)bytes.Length);
            if (count > 0) bytes = bytes[(int)count..];
            else if (Marshal.GetLastPInvokeError() != Interrupted) return;
        }
    }

    public void Dispose() => handle.Dispose();

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(SafeHandle master, [Out] byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeHandle master, nuint request, ref WindowSize size);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeHandle master, Span<byte> into, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeHandle master, ReadOnlySpan<byte> bytes, nuint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
