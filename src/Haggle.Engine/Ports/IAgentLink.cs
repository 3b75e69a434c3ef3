using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>
/// Talks to the agents on machines. Every call bears the epoch; an agent refuses another one. Thread-safe. A machine that does not answer is a
/// <see cref="ProviderException"/>, which says nothing about whether it still exists.
/// </summary>
public interface IAgentLink
{
    /// <summary>The content of the configuration file that the agent of a machine is started with. The same slot gives the same content.</summary>
    /// <param name="slot">The machine.</param>
    /// <param name="firstLease">How long it lives without any call.</param>
    ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease);

    /// <summary>
    /// Renews the machine's lease, tells the agent what it should be doing (a level: repeating it does no harm), and takes its whole state.
    /// Waits up to <see cref="AgentCall.Wait"/> for a state other than <see cref="AgentCall.Seen"/>.
    /// </summary>
    Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken);

    /// <summary>Reads the machine's log from an offset; an empty piece when there is nothing (yet).</summary>
    Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken);
}
