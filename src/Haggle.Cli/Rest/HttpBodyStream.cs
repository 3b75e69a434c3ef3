using System.Globalization;
using System.Text;

namespace Haggle.Cli.Rest;

/// <summary>The body of an HTTP/1.1 answer: of a known length, in chunks, or until the connection closes.</summary>
internal sealed class HttpBodyStream(Stream source, ReadOnlyMemory<byte> readAhead, long framing) : Stream
{
    public const long Chunked = -1;
    public const long UntilClosed = long.MaxValue;

    /// <summary>Chunk sizes of our own server are short lines.</summary>
    private const int LongestLine = 8192;

    private readonly byte[] _line = new byte[1];
    private ReadOnlyMemory<byte> _readAhead = readAhead;
    private long _left = framing == Chunked ? 0 : framing;
    private bool _isFirstChunk = true;
    private bool _isOver;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isOver || buffer.IsEmpty) return 0;
        if (_left == 0 && framing == Chunked) await NextChunkAsync(cancellationToken).ConfigureAwait(false);
        if (_left == 0) return 0;
        var read = await ReadSourceAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _isOver = true;
            if (framing != UntilClosed) throw new IOException("the server broke off in the middle of an answer");
            return 0;
        }

        if (framing != UntilClosed) _left -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task NextChunkAsync(CancellationToken cancellationToken)
    {
        if (!_isFirstChunk) await LineAsync(cancellationToken).ConfigureAwait(false);
        _isFirstChunk = false;
        var size = (await LineAsync(cancellationToken).ConfigureAwait(false)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw new IOException("the server's answer is not HTTP");
        if (_left > 0) return;
        _isOver = true;
        while ((await LineAsync(cancellationToken).ConfigureAwait(false)).Length > 0) continue;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (await ReadSourceAsync(_line, cancellationToken).ConfigureAwait(false) == 0) throw new IOException("the server broke off in the middle of an answer");
            if (_line[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)_line[0]);
        }

        throw new IOException("the server's answer is not HTTP");
    }

    private async ValueTask<int> ReadSourceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_readAhead.IsEmpty) return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var count = Math.Min(buffer.Length, _readAhead.Length);
        _readAhead[..count].CopyTo(buffer);
        _readAhead = _readAhead[count..];
        return count;
    }
}
