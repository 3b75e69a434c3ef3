using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Haggle.Wire.Channels;

/// <summary>
/// One connection that carries many channels: one connection, because some ways to a machine (a shared ssh connection) give ten at most and each takes its
/// time. One side opens channels, the other one answers. The same code runs on both sides, so they cannot disagree. Thread-safe.
/// </summary>
/// <param name="stream">The connection; its owner closes it.</param>
/// <param name="onOpened">Answers a channel that the other side opens: accepts or breaks it, then uses it. Null: this side opens.</param>
[SuppressMessage("Design", "CA1001", Justification = "The turn to write is never disposed of: whoever waits for it when the connection goes away would wait for ever.")]
public sealed class ChannelLine(Stream stream, Func<AgentChannel, ChannelRequest, CancellationToken, Task>? onOpened = null)
{
    // A browser opens a handful; whoever wants more than this has a loop that leaks them.
    private const int MostChannels = 1024;

    // Reasons are sentences.
    private const int LongestText = 2000;

    private readonly ConcurrentDictionary<int, AgentChannel> channels = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly byte[] content = new byte[ChannelFrame.LongestContent];
    private ChannelBrokenException? lost;
    private int last;
    private long heard;

    /// <summary>Goes up with everything that comes: a caller who sees it stand still after a <see cref="PingAsync"/> has lost the other side.</summary>
    public long Heard => Interlocked.Read(ref heard);

    /// <summary>Hears until the other side hangs up; then every channel is broken.</summary>
    /// <exception cref="IOException">The connection broke off.</exception>
    /// <exception cref="InvalidDataException">The other side speaks another language.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var why = "the connection to the machine is closed";
        try
        {
            // Heads and small frames come in one read; the content of large ones is read into its place.
            var reading = new BufferedStream(stream, 16 * 1024);
            var head = new byte[ChannelFrame.HeadLength];
            while (await reading.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == head.Length)
                await HearAsync(reading, ChannelFrame.ReadHead(head), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            why = "the other side is not understood";
            throw fault as InvalidDataException ?? new InvalidDataException(fault.Message, fault);
        }
        catch (IOException fault)
        {
            why = "the connection to the machine broke off: " + fault.Message;
            throw;
        }
        finally
        {
            var end = new ChannelBrokenException(why);
            Interlocked.CompareExchange(ref lost, end, null);
            foreach (var channel in channels.Values) channel.Break(end);
        }
    }

    /// <summary>Opens a channel and waits until the other side has it.</summary>
    /// <exception cref="ChannelBrokenException">It is not to be had; the message says why.</exception>
    public async Task<(AgentChannel Channel, ChannelAnswer Answer)> OpenAsync(ChannelRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref last);
        var channel = new AgentChannel(this, number);
        channels[number] = channel;
        if (lost is { } end) channel.Break(end);
        await SendAsync(ChannelFrame.Open, number, JsonSerializer.SerializeToUtf8Bytes(request, ChannelJson.Default.ChannelRequest), cancellationToken).ConfigureAwait(false);
        try
        {
            return (channel, await channel.Answer.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await channel.BreakAsync("given up", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks the other side for a sign of life.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => SendAsync(ChannelFrame.Ping, 0, default, cancellationToken);

    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text.Length > LongestText ? text[..LongestText] : text);

    internal void Forget(int number) => channels.TryRemove(number, out _);

    internal async Task SendAsync(byte kind, int channel, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var frame = new byte[ChannelFrame.HeadLength + body.Length];
        ChannelFrame.WriteHead(frame, kind, channel, body.Length);
        body.CopyTo(frame.AsMemory(ChannelFrame.HeadLength));
        await WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a whole frame.</summary>
    internal async Task WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (lost is { } end) throw new ChannelBrokenException(end.Message, end);
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not to be cancelled: a frame of which a part was sent would garble every other channel.
            await stream.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ObjectDisposedException or InvalidOperationException)
        {
            throw new ChannelBrokenException("the connection to the machine is closed", fault);
        }
        finally
        {
            writing.Release();
        }
    }

    private async ValueTask HearAsync(Stream reading, (byte Kind, int Channel, int Length) head, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref heard);
        var channel = channels.GetValueOrDefault(head.Channel);
        if (head.Kind == ChannelFrame.Bytes && channel is not null)
        {
            await reading.ReadExactlyAsync(channel.PlaceFor(head.Length), cancellationToken).ConfigureAwait(false);
            await channel.ArrivedAsync(head.Length).ConfigureAwait(false);
            return;
        }

        var bytes = content.AsMemory(0, head.Length);
        await reading.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (head.Kind == ChannelFrame.Ping) _ = AnswerAsync(ChannelFrame.Pong, 0, default, cancellationToken);
        else if (head.Kind == ChannelFrame.Open) Meet(head.Channel, bytes.Span, cancellationToken);
        else channel?.Hear(head.Kind, bytes.Span);
    }

    private void Meet(int number, ReadOnlySpan<byte> request, CancellationToken cancellationToken)
    {
        var wish = JsonSerializer.Deserialize(request, ChannelJson.Default.ChannelRequest) ?? throw new InvalidDataException("a channel without a request");
        if (onOpened is null || channels.ContainsKey(number)) throw new InvalidDataException("a channel that nobody may open");
        if (channels.Count >= MostChannels)
        {
            _ = AnswerAsync(ChannelFrame.Broken, number, Text($"there are {MostChannels} connections already"), cancellationToken);
            return;
        }

        var channel = new AgentChannel(this, number);
        channels[number] = channel;
        _ = Task.Run(() => ServeAsync(channel, wish, cancellationToken), cancellationToken);
    }

    private async Task ServeAsync(AgentChannel channel, ChannelRequest request, CancellationToken cancellationToken)
    {
        var why = "";
        try
        {
            await onOpened!(channel, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            why = end.Message;
        }

        // Whoever has answered is done with it: in order when both directions have ended, which this then does nothing to.
        await channel.BreakAsync(why, CancellationToken.None).ConfigureAwait(false);
    }

    // From the hearing loop nothing is waited for: two sides that both wait to write would wait for ever.
    private async Task AnswerAsync(byte kind, int channel, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(kind, channel, body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The connection is gone; the hearing loop finds out as well.
        }
    }
}
