using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Haggle.Wire.Agent;

/// <summary>
/// The framing of the conversation between server and agent: lines of JSON, some followed by raw bytes. One side of one connection;
/// not thread-safe. The same code reads on both sides, so they cannot disagree.
/// </summary>
public sealed class AgentLine : IAsyncDisposable
{
    /// <summary>The longest line that is read: an order with its scripts and environment, many times over.</summary>
    public const int MaxLineBytes = 1024 * 1024;

    private readonly Stream stream;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>Speaks over a stream, which it owns from now on.</summary>
    public AgentLine(Stream stream) => this.stream = stream;

    /// <summary>Writes one message as a line.</summary>
    /// <exception cref="InvalidDataException">The line is longer than the other side reads.</exception>
    public async Task WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line)) JsonSerializer.Serialize(json, message, type);
        if (line.WrittenCount > MaxLineBytes) throw new InvalidDataException($"the message has {line.WrittenCount} bytes; at most {MaxLineBytes} are read");
        line.Write("\n"u8);
        await stream.WriteAsync(line.WrittenMemory, cancellationToken);
    }

    /// <summary>Writes raw bytes.</summary>
    public ValueTask WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Reads one message; null at the end of the conversation.</summary>
    /// <exception cref="InvalidDataException">The line is too long, breaks off, or is not the JSON of such a message.</exception>
    public async Task<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var length = await FindLineAsync(cancellationToken);
        if (length < 0) return null;
        try
        {
            var message = JsonSerializer.Deserialize(buffer.AsSpan(start, length), type);
            start += length + 1;
            return message ?? throw new InvalidDataException("the line is the JSON null");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"the line is not the JSON of a message: {problem.Message}", problem);
        }
    }

    /// <summary>Reads raw bytes: some, at most as many as the buffer holds; 0 at the end of the conversation.</summary>
    public async ValueTask<int> ReadBytesAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        if (start == end) return await stream.ReadAsync(into, cancellationToken);
        var count = Math.Min(end - start, into.Length);
        buffer.AsMemory(start, count).CopyTo(into);
        start += count;
        return count;
    }

    /// <summary>The rest of the conversation as a stream of raw bytes both ways. Closing it closes nothing: this line still owns the connection.</summary>
    public Stream Raw() => new RawRest(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<int> FindLineAsync(CancellationToken cancellationToken)
    {
        var looked = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + looked, end - start - looked).IndexOf((byte)'\n');
            if (at >= 0) return looked + at;
            looked = end - start;
            if (looked > MaxLineBytes) throw new InvalidDataException($"a line is longer than {MaxLineBytes} bytes");
            MakeRoom();
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (count == 0) return looked == 0 ? -1 : throw new InvalidDataException("the conversation broke off in the middle of a line");
            end += count;
        }
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
    }

    private sealed class RawRest(AgentLine line) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken = default) => line.ReadBytesAsync(into, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) => line.stream.WriteAsync(bytes, cancellationToken);

        public override void Flush() => line.stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
