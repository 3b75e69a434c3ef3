using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>
/// Talks to agents in their own language, over whatever stream a provider's door opens. An order is sent when the agent does not hold it yet, so the
/// usual call is one small line each way. Thread-safe.
/// </summary>
internal sealed class AgentLink(IEnumerable<IMachineDoor> doors, AgentLinkSettings settings, TimeProvider time) : IAgentLink, IAsyncDisposable
{
    /// <summary>How long an agent may take to answer beyond what it was asked to wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The slowest connection over which files are still worth sending.</summary>
    private const long BundleBytesPerSecondMin = 100_000;

    private readonly MachineLines _lines = new(doors, time);
    private readonly ConcurrentDictionary<LaunchToken, HeldOrder> _held = new();
    private CheckpointCourier? _courier;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var configuration = new AgentConfiguration
        {
            Token = slot.Token.Value,
            Epoch = slot.Epoch,
            Key = KeyOf(slot),
            FirstLeaseSeconds = firstLease.TotalSeconds,
        };
        return JsonSerializer.SerializeToUtf8Bytes(configuration, AgentJson.Default.AgentConfiguration);
    }

    /// <inheritdoc/>
    public async Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(call);
        var stores = await settings.StoresOf(call.Order, cancellationToken);
        var shape = OrderMapping.ShapeOf(call.Order, stores);
        var known = _held.GetValueOrDefault(slot.Token);
        var order = known?.Shape == shape ? null : await OrderAsync(slot, call.Order, stores, cancellationToken);
        var id = order?.Id ?? known!.Id;
        var reply = await CallAsync(slot, call, order, cancellationToken);
        if (reply.OrderId != id && order is null)
        {
            // The agent holds another order than we thought: this is a machine that began anew, or an answer that was lost.
            order = await OrderAsync(slot, call.Order, stores, cancellationToken);
            reply = await CallAsync(slot, call with { Wait = TimeSpan.Zero }, order, cancellationToken);
        }

        Remember(slot, call, new HeldOrder(shape, reply.OrderId), reply);
        if (reply.State?.Phase == "needs-bundle" && call.Order.Job.Bundle.Length > 0) reply = await PutAsync(slot, call, cancellationToken);
        var state = StateMapping.State(reply.State ?? throw Fault(slot, "the agent told no state"), slot.Epoch);
        if (IsCarried(slot, call.Order, stores)) state = state with { Checkpoints = await Courier.FetchAsync(slot, call.Order, state, cancellationToken) };
        return new AgentAnswer(state, reply.Mark);
    }

    /// <inheritdoc/>
    public async Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var request = Request(slot, slot.Epoch, "log") with { Offset = offset, Length = maxBytes };
        return await _lines.UseAsync(slot, Patience, async (line, token) =>
        {
            var reply = await AskAsync(slot, line, request, token);
            if (reply.Length < 0 || reply.Length > maxBytes) throw Fault(slot, $"the agent sent {reply.Length} bytes of log, asked for were {maxBytes}");
            var bytes = new byte[reply.Length];
            await FillAsync(line, bytes, token);
            return new LogPiece(reply.Offset, bytes, reply.AtEnd);
        }, cancellationToken);
    }

    /// <summary>Runs a command line on a machine, with the program's environment, and hands on what it prints as it comes.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ProviderException">The machine does not answer, or the command could not be started.</exception>
    public async Task<int> ExecAsync(Slot slot, string command, Func<ReadOnlyMemory<byte>, Task> print, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var request = Request(slot, slot.Epoch, "exec") with { Text = command };
        return await _lines.UseAsync(slot, Timeout.InfiniteTimeSpan, async (line, token) =>
        {
            await line.WriteAsync(request, AgentJson.Default.AgentRequest, token);
            var buffer = new byte[32 * 1024];
            while (true)
            {
                var reply = await ReplyAsync(slot, line, token);
                if (reply.AtEnd) return reply.ExitCode;
                for (var left = reply.Length; left > 0;)
                {
                    var count = await line.ReadBytesAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), token);
                    if (count == 0) throw new EndOfStreamException("the agent hung up");
                    await print(buffer.AsMemory(0, count));
                    left -= count;
                }
            }
        }, cancellationToken);
    }

    /// <summary>Opens a connection of channels to a machine: from now on it speaks with the agent in raw bytes, and belongs to the caller.</summary>
    /// <exception cref="ProviderException">The machine does not answer, or its agent is too old for that.</exception>
    public async Task<AgentLine> ChannelsAsync(Slot slot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var line = await _lines.OpenAsync(slot, Patience, cancellationToken);
        try
        {
            await line.WriteAsync(Request(slot, slot.Epoch, "channels"), AgentJson.Default.AgentRequest, cancellationToken);
            var reply = await line.ReadAsync(AgentJson.Default.AgentReply, cancellationToken) ?? throw new EndOfStreamException("the agent hung up");
            if (reply.Error == "unknown request") throw Fault(slot, "its agent is older than this server and knows no channels; the next attempt of the run has a new one");
            if (reply.Error is { Length: > 0 } error) throw Fault(slot, error);
            if (reply.Token != slot.Token.Value) throw Fault(slot, "another machine answered");
            return line;
        }
        catch (Exception fault)
        {
            await line.DisposeAsync();
            if (fault is IOException or InvalidDataException) throw new ProviderException(slot.Quote.Offer.Provider, $"machine {slot.Token}: {fault.Message}", isTransient: true, fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private Task<AgentReply> CallAsync(Slot slot, AgentCall call, OrderMessage? order, CancellationToken cancellationToken)
    {
        var request = Request(slot, call.Epoch, "call") with
        {
            LeaseSeconds = call.Lease.TotalSeconds,
            Order = order,
            Seen = call.Seen,
            WaitSeconds = call.Wait.TotalSeconds,
        };
        return _lines.UseAsync(slot, call.Wait + Patience, (line, token) => AskAsync(slot, line, request, token), cancellationToken);
    }

    private async Task<AgentReply> PutAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
    {
        var sha256 = call.Order.Job.Bundle;
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(settings.BundleFolder, sha256 + ".tar"), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException fault)
        {
            throw new ProviderException(slot.Quote.Offer.Provider, $"the files of run {call.Order.Run} cannot be read: {fault.Message}", isTransient: false, fault);
        }

        await using (file)
        {
            var request = Request(slot, call.Epoch, "put") with { Text = sha256, Length = file.Length };
            var limit = Patience + TimeSpan.FromSeconds(file.Length / BundleBytesPerSecondMin);
            return await _lines.UseAsync(slot, limit, async (line, token) =>
            {
                file.Position = 0;
                await line.WriteAsync(request, AgentJson.Default.AgentRequest, token);
                var buffer = new byte[128 * 1024];
                for (int count; (count = await file.ReadAsync(buffer, token)) > 0;) await line.WriteBytesAsync(buffer.AsMemory(0, count), token);
                return await ReplyAsync(slot, line, token);
            }, cancellationToken);
        }
    }

    private async Task<OrderMessage> OrderAsync(Slot slot, AgentOrder order, StoreOrders stores, CancellationToken cancellationToken)
    {
        var source = await settings.SourceOf(order.Run, cancellationToken);
        var carried = IsCarried(slot, order, stores);
        if (carried && order.Stage is (OrderStage.SetUp or OrderStage.Run)) order = order with { RestoreFrom = await Courier.BringAsync(slot, order, cancellationToken) };
        var message = OrderMapping.Order(order, source, carried ? CheckpointCourier.RemoteFolder : settings.CheckpointFolder, stores);
        // Keyed, because the content holds secrets: nobody may find a short one by trying.
        var content = JsonSerializer.SerializeToUtf8Bytes(message, AgentJson.Default.OrderMessage);
        return message with { Id = Convert.ToHexStringLower(HMACSHA256.HashData(settings.KeySeed.Span, content).AsSpan(0, 8)) };
    }

    private void Remember(Slot slot, AgentCall call, HeldOrder held, AgentReply reply)
    {
        // After the end nothing new is ordered: what is known of the machine may be forgotten.
        if (call.Order.Stage is OrderStage.Stop && reply.State?.Phase == "ended")
        {
            _held.TryRemove(slot.Token, out _);
            Courier.Forget(slot.Token);
        }
        else _held[slot.Token] = held;
    }

    /// <summary>One request and its answer over an open line.</summary>
    internal static async Task<AgentReply> AskAsync(Slot slot, AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        await line.WriteAsync(request, AgentJson.Default.AgentRequest, cancellationToken);
        return await ReplyAsync(slot, line, cancellationToken);
    }

    /// <summary>The next answer of an open line.</summary>
    internal static async Task<AgentReply> ReplyAsync(Slot slot, AgentLine line, CancellationToken cancellationToken)
    {
        var reply = await line.ReadAsync(AgentJson.Default.AgentReply, cancellationToken) ?? throw new EndOfStreamException("the agent hung up");
        if (reply.Error is { Length: > 0 }) throw new ProviderException(slot.Quote.Offer.Provider, $"machine {slot.Token}: {reply.Error}", isTransient: false);
        return reply.Token == slot.Token.Value ? reply : throw Fault(slot, "another machine answered");
    }

    /// <summary>Reads as many raw bytes as there is room for.</summary>
    internal static async Task FillAsync(AgentLine line, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var count = await line.ReadBytesAsync(bytes, cancellationToken);
            if (count == 0) throw new EndOfStreamException("the agent hung up");
            bytes = bytes[count..];
        }
    }

    private CheckpointCourier Courier => _courier ??= new CheckpointCourier(_lines, (slot, type) => Request(slot, slot.Epoch, type), settings.CheckpointFolder);

    // A store that the task names is reached from the machine itself.
    private bool IsCarried(Slot slot, AgentOrder order, StoreOrders stores) =>
        order.Job.Checkpoint is not null && stores is { Checkpoints: null, CheckpointFolder.Length: 0 } && !_lines.SharesDisk(slot);

    private AgentRequest Request(Slot slot, int epoch, string type) => new() { Type = type, Key = KeyOf(slot), Epoch = epoch };

    private string KeyOf(Slot slot) => Convert.ToHexStringLower(HMACSHA256.HashData(settings.KeySeed.Span, Encoding.UTF8.GetBytes("machine " + slot.Token.Value)));

    private static ProviderException Fault(Slot slot, string message) => new(slot.Quote.Offer.Provider, $"machine {slot.Token}: {message}", isTransient: false);

    /// <summary>The order that an agent said it holds, and the order of ours that it was made of.</summary>
    private sealed record HeldOrder(string Shape, string Id);
}
