using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>An agent's answer.</summary>
/// <param name="State">Its whole state.</param>
/// <param name="Mark">The mark of that state, to be given back as <see cref="AgentCall.Seen"/>.</param>
public sealed record AgentAnswer(AgentState State, long Mark);
