using System.Runtime.InteropServices;

namespace Haggle.Cli.Access;

/// <summary>
/// The terminal of this process. The framework's console is not used: it edits lines and translates keys, which is the business of the program at the other
/// end.
/// </summary>
internal sealed partial class ProcessSeat : ISeat
{
    private const int Input = 0;
    private const int AtOnce = 0;
    private const int WaitForInput = 1;
    private const int Interrupted = 4;

    // The system's structure has 60 bytes on Linux and 72 on macOS; it is only kept and given back.
    private const int ModeLength = 256;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken) => new(Task.Run(() => ReadBlocking(into.Span), cancellationToken));

    /// <inheritdoc/>
    public IDisposable? Raw()
    {
        var before = new byte[ModeLength];
        if (GetMode(Input, before) != 0) return null;
        var raw = before.ToArray();
        MakeRaw(raw);
        _ = SetMode(Input, AtOnce, raw);
        return new Undo(() => _ = SetMode(Input, WaitForInput, before));
    }

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => Console.IsOutputRedirected ? (80, 24) : (Console.WindowWidth, Console.WindowHeight);

    /// <inheritdoc/>
    public IDisposable OnResize(Action resized) => PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized());

    private static int ReadBlocking(Span<byte> into)
    {
        while (true)
        {
            var count = Read(Input, into, (nuint)into.Length);
            if (count >= 0) return (int)count;
            if (Marshal.GetLastPInvokeError() != Interrupted) return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int handle, Span<byte> into, nuint length);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetMode(int handle, [Out] byte[] mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetMode(int handle, int when, [In] byte[] mode);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] mode);

    private sealed class Undo(Action undo) : IDisposable
    {
        private Action? _undo = undo;

        public void Dispose() => Interlocked.Exchange(ref _undo, null)?.Invoke();
    }
}
