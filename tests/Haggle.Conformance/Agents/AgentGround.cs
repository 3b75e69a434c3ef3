using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Agents;

/// <summary>The ground that an agent is tried on: one machine with one agent that waits for its first order.</summary>
public abstract class AgentGround : IAsyncDisposable
{
    /// <summary>How long anything that must come may take.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromMinutes(1);

    /// <summary>How the agent is talked to.</summary>
    public abstract IAgentLink Link { get; }

    /// <summary>The machine, with the epoch that its agent belongs to.</summary>
    public abstract Slot Slot { get; }

    /// <summary>The clock that <see cref="Patience"/> is counted by.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Whether the machine has ended by itself, as its provider would say. Waits for a moment when it has not.</summary>
    public abstract Task<bool> HasEndedAsync(CancellationToken cancellationToken);

    /// <summary>What was really done on the machine so far.</summary>
    public abstract LawDeeds Deeds { get; }

    /// <summary>The log as it really stands on the machine.</summary>
    public abstract byte[] Written { get; }

    /// <summary>The provider takes the machine at once, without a notice.</summary>
    public abstract void Take();

    /// <summary>The job that has a program do what the law wants.</summary>
    protected abstract Job Job(LawProgram program);

    /// <summary>What the agent should be doing: the same order each time.</summary>
    public AgentOrder Order(OrderStage stage, LawProgram program) => new()
    {
        Run = new RunId(7),
        Stage = stage,
        Job = Job(program),
        Rank = 0,
        Peers = [Slot.Address],
        Slot = Slot,
        Grace = TimeSpan.FromSeconds(20),
    };

    /// <summary>One call.</summary>
    public Task<AgentAnswer> CallAsync(AgentOrder order, CancellationToken cancellationToken, long seen = 0, TimeSpan? lease = null, int? epoch = null) => Link.CallAsync(
        Slot,
        new AgentCall
        {
            Epoch = epoch ?? Slot.Epoch,
            Lease = lease ?? TimeSpan.FromMinutes(5),
            Order = order,
            Seen = seen,
            Wait = seen == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(5),
        },
        cancellationToken);

    /// <summary>Calls until the agent's state is the one that is waited for.</summary>
    public async Task<AgentState> UntilAsync(AgentOrder order, Func<AgentState, bool> wanted, string what, CancellationToken cancellationToken)
    {
        var began = Time.GetTimestamp();
        var answer = await CallAsync(order, cancellationToken);
        while (!wanted(answer.State))
        {
            LawBrokenException.Unless(Time.GetElapsedTime(began) < Patience, $"never came: {what}");
            answer = await CallAsync(order, cancellationToken, answer.Mark);
        }

        return answer.State;
    }

    /// <summary>The whole log, fetched in pieces of a size.</summary>
    public async Task<byte[]> LogAsync(int pieceBytes, CancellationToken cancellationToken)
    {
        using var log = new MemoryStream();
        for (var piece = await Link.ReadLogAsync(Slot, 0, pieceBytes, cancellationToken); !piece.Bytes.IsEmpty; piece = await Link.ReadLogAsync(Slot, log.Length, pieceBytes, cancellationToken))
        {
            LawBrokenException.Unless(piece.Offset == log.Length, $"a piece asked for at {log.Length} begins at {piece.Offset}");
            LawBrokenException.Unless(piece.Bytes.Length <= pieceBytes, "a piece is longer than was asked for");
            log.Write(piece.Bytes.Span);
        }

        return log.ToArray();
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
