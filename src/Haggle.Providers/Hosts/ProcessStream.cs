using System.Diagnostics;

namespace Haggle.Providers.Hosts;

/// <summary>A running program's standard input and output as one stream. Disposing it closes both and ends the program with its children.</summary>
internal sealed class ProcessStream(Process process) : Stream
{
    private readonly Stream _input = process.StandardInput.BaseStream;
    private readonly Stream _output = process.StandardOutput.BaseStream;
    private readonly Queue<string> _errors = new();
    private int _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Listens to its errors. Nobody may leave them unread: a program that complains a lot would stand still.</summary>
    public void Listen()
    {
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What it complained about last: the reason, when it ended too soon.</summary>
    public string LastWords()
    {
        lock (_errors) return string.Join(' ', _errors).Trim();
    }

    public override void Flush() => _input.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _input.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _output.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _output.ReadAsync(buffer, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _input.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _input.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            ProcessEnd.Kill(process);
            process.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(string? line)
    {
        const int Kept = 5;
        if (line is null) return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > Kept) _errors.Dequeue();
        }
    }
}
