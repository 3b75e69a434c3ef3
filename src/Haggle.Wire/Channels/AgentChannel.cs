using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Haggle.Wire.Channels;

/// <summary>
/// One of many two-way streams over one connection. Each direction ends by itself; what is on its way is limited, so that a slow reader holds up its own
/// channel and no other. One sender and one reader at a time.
/// </summary>
public sealed class AgentChannel
{
    private readonly ChannelLine line;
    private readonly int number;
    private readonly Pipe arrived = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly TaskCompletionSource<ChannelAnswer> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private TaskCompletionSource? roomNews;
    private ChannelBrokenException? broken;
    private long room = ChannelFrame.Window;
    private long unread;
    private int taken;
    private bool sentEnd;
    private bool gotEnd;

    internal AgentChannel(ChannelLine line, int number) => (this.line, this.number) = (line, number);

    /// <summary>The program's exit code, once the other side has told it; broken when it never will.</summary>
    public Task<int> ExitCode => exit.Task;

    /// <summary>Completes when the channel is broken; never when both directions end in order.</summary>
    public Task Gone => gone.Task;

    /// <summary>Told when the terminal at the other side has another size: columns, rows.</summary>
    public Action<int, int>? Resized { get; set; }

    internal Task<ChannelAnswer> Answer => opened.Task;

    /// <summary>Says that the channel is there.</summary>
    public Task AcceptAsync(ChannelAnswer answer, CancellationToken cancellationToken) =>
        line.SendAsync(ChannelFrame.Opened, number, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(answer, ChannelJson.Default.ChannelAnswer), cancellationToken);

    /// <summary>Sends everything that a source gives, as fast as the other side takes it, and then the end of this direction.</summary>
    /// <param name="read">Reads into a buffer; 0 at the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChannelBrokenException">The channel is over.</exception>
    public async Task SendAllAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var buffer = ArrayPool<byte>.Shared.Rent(ChannelFrame.HeadLength + ChannelFrame.LongestContent);
        try
        {
            while (true)
            {
                // Room first: what is read is then sent at once, and whoever fills the source is held up by it.
                var most = await RoomAsync(cancellationToken).ConfigureAwait(false);
                var count = await read(buffer.AsMemory(ChannelFrame.HeadLength, most), cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                lock (gate) room -= count;
                ChannelFrame.WriteHead(buffer, ChannelFrame.Bytes, number, count);
                await line.WriteAsync(buffer.AsMemory(0, ChannelFrame.HeadLength + count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends bytes, waiting until there is room for all of them.</summary>
    /// <exception cref="ChannelBrokenException">The channel is over.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, await RoomAsync(cancellationToken).ConfigureAwait(false));
            lock (gate) room -= count;
            await line.SendAsync(ChannelFrame.Bytes, number, bytes[..count], cancellationToken).ConfigureAwait(false);
            bytes = bytes[count..];
        }
    }

    /// <summary>Ends this direction; the other one goes on.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (sentEnd || broken is not null) return;
            sentEnd = true;
        }

        await line.SendAsync(ChannelFrame.End, number, default, cancellationToken).ConfigureAwait(false);
        ForgetWhenOver();
    }

    /// <summary>Reads some of what came; 0 at the end of the other direction.</summary>
    /// <exception cref="ChannelBrokenException">The channel is over; what came before that is read first.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        var result = await NextAsync(cancellationToken).ConfigureAwait(false);
        var count = (int)Math.Min(into.Length, result.Buffer.Length);
        result.Buffer.Slice(0, count).CopyTo(into.Span);
        arrived.Reader.AdvanceTo(result.Buffer.GetPosition(count));
        await TakenAsync(count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>Hands on everything that comes until the other direction ends.</summary>
    /// <exception cref="ChannelBrokenException">The channel is over; what came before that is handed on first.</exception>
    public async Task ReadAllAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        while (true)
        {
            var result = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.IsEmpty) return;
            foreach (var piece in result.Buffer) await write(piece, cancellationToken).ConfigureAwait(false);
            var count = (int)result.Buffer.Length;
            arrived.Reader.AdvanceTo(result.Buffer.End);
            await TakenAsync(count, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the other side that the terminal has another size.</summary>
    public Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)Math.Clamp(columns, 0, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16BigEndian(size.AsSpan(2), (ushort)Math.Clamp(rows, 0, ushort.MaxValue));
        return line.SendAsync(ChannelFrame.Size, number, size, cancellationToken);
    }

    /// <summary>Tells the other side how the program ended.</summary>
    public Task ExitAsync(int code, CancellationToken cancellationToken)
    {
        var content = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(content, code);
        return line.SendAsync(ChannelFrame.Exit, number, content, cancellationToken);
    }

    /// <summary>Ends both directions at once and tells the other side why. Again: does nothing.</summary>
    public async Task BreakAsync(string why, CancellationToken cancellationToken)
    {
        if (!Break(new ChannelBrokenException(why))) return;
        try
        {
            await line.SendAsync(ChannelFrame.Broken, number, ChannelLine.Text(why), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The connection is gone, and every channel with it.
        }
    }

    /// <summary>Makes room in which the content of a frame is put.</summary>
    internal Memory<byte> PlaceFor(int length)
    {
        if (gotEnd) throw new InvalidDataException("something was sent after the end");
        if (Interlocked.Add(ref unread, length) > ChannelFrame.Window) throw new InvalidDataException("more was sent than there is room for");
        return arrived.Writer.GetMemory(length)[..length];
    }

    internal async ValueTask ArrivedAsync(int length)
    {
        arrived.Writer.Advance(length);
        await arrived.Writer.FlushAsync().ConfigureAwait(false);
    }

    internal void Hear(byte kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case ChannelFrame.Opened:
                opened.TrySetResult(System.Text.Json.JsonSerializer.Deserialize(content, ChannelJson.Default.ChannelAnswer) ?? new ChannelAnswer());
                break;
            case ChannelFrame.Room when content.Length == 4:
                MoreRoom(BinaryPrimitives.ReadInt32BigEndian(content));
                break;
            case ChannelFrame.End:
                lock (gate) gotEnd = true;
                arrived.Writer.Complete();
                exit.TrySetException(new ChannelBrokenException("the other side did not say how the program ended"));
                ForgetWhenOver();
                break;
            case ChannelFrame.Broken:
                Break(new ChannelBrokenException(System.Text.Encoding.UTF8.GetString(content)) { IsAnswer = true });
                break;
            case ChannelFrame.Size when content.Length == 4:
                Resized?.Invoke(BinaryPrimitives.ReadUInt16BigEndian(content), BinaryPrimitives.ReadUInt16BigEndian(content[2..]));
                break;
            case ChannelFrame.Exit when content.Length == 4:
                exit.TrySetResult(BinaryPrimitives.ReadInt32BigEndian(content));
                break;
        }
    }

    internal bool Break(ChannelBrokenException why)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            if (broken is not null || (sentEnd && gotEnd)) return false;
            broken = why;
            (waiting, roomNews) = (roomNews, null);
        }

        line.Forget(number);
        gone.TrySetResult();
        opened.TrySetException(why);
        exit.TrySetException(why);
        _ = exit.Task.Exception;
        _ = opened.Task.Exception;
        // The writer belongs to the hearing loop alone, which may be filling it now.
        arrived.Reader.CancelPendingRead();
        waiting?.TrySetResult();
        return true;
    }

    /// <summary>What has come and is not read yet; empty at the end of the direction.</summary>
    private async ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!arrived.Reader.TryRead(out var result))
            {
                ThrowIfBroken();
                result = await arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!result.Buffer.IsEmpty || result.IsCompleted) return result;
            arrived.Reader.AdvanceTo(result.Buffer.Start);
            ThrowIfBroken();
        }
    }

    private void ThrowIfBroken()
    {
        lock (gate) if (broken is not null) throw new ChannelBrokenException(broken.Message, broken) { IsAnswer = broken.IsAnswer };
    }

    private async ValueTask<int> RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (gate)
            {
                if (broken is not null) throw new ChannelBrokenException(broken.Message, broken) { IsAnswer = broken.IsAnswer };
                if (room > 0) return (int)Math.Min(room, ChannelFrame.LongestContent);
                news = (roomNews ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await news.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void MoreRoom(int bytes)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            if (bytes <= 0 || room + bytes > ChannelFrame.Window) throw new InvalidDataException("the other side gave more room than there is");
            room += bytes;
            (waiting, roomNews) = (roomNews, null);
        }

        waiting?.TrySetResult();
    }

    // Room is given back in halves of the window: a frame for each read would be as many frames again.
    private async ValueTask TakenAsync(int count, CancellationToken cancellationToken)
    {
        taken += count;
        if (taken < ChannelFrame.Window / 2) return;
        var content = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(content, taken);
        Interlocked.Add(ref unread, -taken);
        taken = 0;
        lock (gate) if (gotEnd || broken is not null) return;
        await line.SendAsync(ChannelFrame.Room, number, content, cancellationToken).ConfigureAwait(false);
    }

    private void ForgetWhenOver()
    {
        lock (gate) if (!sentEnd || !gotEnd) return;
        line.Forget(number);
    }
}
