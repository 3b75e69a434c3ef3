using Haggle.Agent.Allotments;
using Haggle.Machines;
using Haggle.Wire.Agent;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>
/// <c>haggle-agent host serve DIR</c>: makes, lists and ends the machines of a folder on this computer, as its callers ask over standard input and output. Any number of
/// them may do so at the same time; none has to live on for its machines to.
/// </summary>
internal sealed class HostServing(string root, string version, AllotmentBook book, TimeProvider time)
{
    private readonly MachineYard yard = new(root, [Environment.ProcessPath ?? "haggle-agent"], new MachineBounds(null, null), time);

    /// <summary>Answers one request after another until the caller hangs up.</summary>
    public async Task RunAsync(Stream caller, CancellationToken cancellationToken)
    {
        await using var line = new AgentLine(caller);
        while (await line.ReadAsync(HostJson.Default.HostRequest, cancellationToken) is { } request)
            await line.WriteAsync(await AnswerAsync(request, cancellationToken), HostJson.Default.HostReply, cancellationToken);
    }

    private async Task<HostReply> AnswerAsync(HostRequest request, CancellationToken cancellationToken)
    {
        try
        {
            switch (request)
            {
                case { Type: "launch", Wish: { } wish }:
                    return await LaunchAsync(wish, cancellationToken);
                case { Type: "list", Owner: { } owner }:
                    return new HostReply { Machines = [.. await yard.RowsAsync(owner)] };
                case { Type: "end", Machine: { } machine }:
                    await yard.EndAsync(machine, cancellationToken);
                    if (AllotmentShelf.IsToken(machine)) await book.FreeAsync(machine, 0, cancellationToken);
                    return new HostReply();
                case { Type: "facts" }:
                    return new HostReply { Facts = await HostFacts.ReadAsync(version, book, time, cancellationToken) };
                default:
                    return new HostReply { Error = $"this agent ({version}) does not know the request '{request.Type}'" };
            }
        }
        catch (MachineFault fault)
        {
            return new HostReply { Error = fault.Message, IsTransient = fault.IsTransient };
        }
        catch (AllotmentFault fault)
        {
            return new HostReply { Error = fault.Message, IsTransient = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new HostReply { Error = $"the allotments in {book.Folder} cannot be used: {fault.Message}", IsTransient = true };
        }
    }

    private async Task<HostReply> LaunchAsync(MachineWish wish, CancellationToken cancellationToken)
    {
        if (wish.Allot is { } part && AllotmentRules.Problem(part) is { Length: > 0 } problem) return new HostReply { Outcome = HostReply.Refused, Why = problem };

        // A driver takes its time: it is asked before the lock is taken.
        var gpus = wish.Allot is { Gpus: > 0 } ? (await Drivers.AskAsync(time, whole: false, cancellationToken)).Gpus : [];
        return await yard.LaunchAsync(wish, token => AllotAsync(wish.Allot, gpus, token), cancellationToken);
    }

    private async Task<HostReply?> AllotAsync(AllotRequest? part, IReadOnlyList<GpuMessage> gpus, CancellationToken cancellationToken)
    {
        if (part is null) return null;
        var answer = await book.AllotAsync(part, gpus, cancellationToken);
        return answer.Outcome switch
        {
            AllotAnswer.Given => null,
            AllotAnswer.Full => new HostReply { Outcome = HostReply.NoCapacity, Why = answer.Why },
            _ => new HostReply { Outcome = HostReply.Refused, Why = answer.Why },
        };
    }
}
