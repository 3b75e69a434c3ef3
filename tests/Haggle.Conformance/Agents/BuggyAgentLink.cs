using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Agents;

/// <summary>A link with one bug: the laws must notice it from outside.</summary>
public sealed class BuggyAgentLink(IAgentLink link, AgentBug bug) : IAgentLink
{
    private long _marks = 1;
    private AgentAnswer? _last;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => link.Configure(slot, firstLease);

    /// <inheritdoc/>
    public async Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
    {
        if (bug is AgentBug.AnyEpoch) call = call with { Epoch = slot.Epoch };
        try
        {
            _last = await link.CallAsync(slot, call, cancellationToken);
        }
        catch (ProviderException) when (bug is AgentBug.LastWord && _last is not null)
        {
            return _last with { State = _last.State with { Phase = AgentPhase.Ended, ExitCode = 143 } };
        }

        return bug switch
        {
            AgentBug.WrongCode when _last.State.ExitCode is { } code => _last with { State = _last.State with { ExitCode = code & 1 } },
            AgentBug.MadeUpCode when _last.State.Phase is AgentPhase.Ended => _last with { State = _last.State with { ExitCode = _last.State.ExitCode ?? 143 } },
            AgentBug.RestlessMark => _last with { Mark = ++_marks },
            _ => _last,
        };
    }

    /// <inheritdoc/>
    public async Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        var piece = await link.ReadLogAsync(slot, offset, maxBytes, cancellationToken);
        return bug is AgentBug.LostByte && offset > 0 && piece.Bytes.Length > 1 ? piece with { Bytes = piece.Bytes[1..] } : piece;
    }
}
