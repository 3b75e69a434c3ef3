using System.Security.Cryptography;
using System.Text;
using Haggle.Agent.Channels;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Protocol;

/// <summary>Answers requests. Nothing is done for a caller without the key or of another epoch.</summary>
internal sealed class RequestDesk(
    AgentConfiguration configuration, Lease lease, OrderBook book, StateBoard board, StopWishes stops, BundleShelf bundles, TaskLog log, ExecDesk exec, ChannelDesk channels, StoreDesk store, Ending ending)
{
    // A server that is gone for longer than this is gone; a machine must not outlive it by a typo.
    private static readonly TimeSpan LeaseMax = TimeSpan.FromDays(7);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    /// <summary>Answers one request.</summary>
    /// <returns>Whether the conversation can go on.</returns>
    public async Task<bool> AnswerAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } error)
        {
            await ReplyAsync(line, new AgentReply { Error = error }, cancellationToken);
            return false;
        }

        switch (request.Type)
        {
            case "call":
                await CallAsync(line, request, cancellationToken);
                return true;
            case "log":
                await LogAsync(line, request, cancellationToken);
                return true;
            case "put":
                return await PutAsync(line, request, cancellationToken);
            case "read":
                await store.ReadAsync(line, request, cancellationToken);
                return true;
            case "write":
                return await store.WriteAsync(line, request, cancellationToken);
            case "exec":
                await exec.RunAsync(line, request.Text, cancellationToken);
                return true;
            case "channels":
                await channels.ServeAsync(line, error => ReplyAsync(line, new AgentReply { Error = error }, cancellationToken), cancellationToken);
                return false;
            case "end":
                await ReplyAsync(line, Whole(), cancellationToken);
                ending.AskNow("end");
                return false;
            default:
                // What follows an unknown request is unknown too.
                await ReplyAsync(line, new AgentReply { Error = "unknown request" }, cancellationToken);
                return false;
        }
    }

    private string? Refusal(AgentRequest request)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Key), Encoding.UTF8.GetBytes(configuration.Key))) return "wrong key";
        return request.Epoch == configuration.Epoch ? null : "stale epoch";
    }

    private async Task CallAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        if (request.LeaseSeconds > 0) lease.Renew(Clamp(request.LeaseSeconds, LeaseMax));
        if (request.Order is { } order)
        {
            OrderStep step;
            try
            {
                step = book.Take(order);
            }
            catch (InvalidDataException fault)
            {
                await ReplyAsync(line, new AgentReply { Error = fault.Message }, cancellationToken);
                return;
            }

            if (step == OrderStep.Stop) stops.Ask("stopped by order", Clamp(order.GraceSeconds, LeaseMax));
        }

        if (request.WaitSeconds > 0) await board.NewsAsync(request.Seen, Clamp(request.WaitSeconds, WaitMax), cancellationToken);
        await ReplyAsync(line, Whole(), cancellationToken);
    }

    private async Task LogAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        // The phase first: what is read after the end is all there will ever be.
        var ended = board.Now.State.Phase == "ended";
        var piece = log.Read(request.Offset, request.Length, ended);
        var atEnd = ended && request.Offset + piece.Length >= log.Length(ended);
        await ReplyAsync(line, new AgentReply { Offset = request.Offset, Length = piece.Length, AtEnd = atEnd }, cancellationToken);
        await line.WriteBytesAsync(piece, cancellationToken);
    }

    private async Task<bool> PutAsync(AgentLine line, AgentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await bundles.TakeAsync(line, request.Text, request.Length, lease.Touch, cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await ReplyAsync(line, new AgentReply { Error = $"the bundle was not taken: {fault.Message}" }, cancellationToken);
            return false;
        }

        await ReplyAsync(line, Whole(), cancellationToken);
        return true;
    }

    private AgentReply Whole()
    {
        var (state, mark) = board.Now;
        return new AgentReply { State = state, Mark = mark, OrderId = book.Order?.Id ?? "" };
    }

    private Task ReplyAsync(AgentLine line, AgentReply reply, CancellationToken cancellationToken) =>
        line.WriteAsync(reply with { Token = configuration.Token }, AgentJson.Default.AgentReply, cancellationToken);

    private static TimeSpan Clamp(double seconds, TimeSpan most) =>
        seconds >= most.TotalSeconds ? most : seconds > 0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
