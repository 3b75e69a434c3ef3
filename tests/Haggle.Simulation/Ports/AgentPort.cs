using System.Globalization;
using System.Text;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Ports;

/// <summary>The agents as one life of the server reaches them. A machine that is cut off neither hears nor is heard, though it works on.</summary>
internal sealed class AgentPort(SimWorld world, Gate gate, Dice dice) : IAgentLink
{
    private readonly Errand _errand = new("agent")
    {
        Travel = (TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(150)),
        Faults = world.Weather.AgentFaults,
        Fault = why => new ProviderException(new ProviderName("agent"), why, isTransient: true),
    };

    public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) =>
        Encoding.ASCII.GetBytes(firstLease.TotalSeconds.ToString(CultureInfo.InvariantCulture));

    public Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken) => gate.PassAsync<AgentAnswer>(
        _errand,
        $"call {slot.Token} {call.Order.Stage}",
        answer =>
        {
            if (Reach(slot, answer) is not { } agent) return;
            if (call.Epoch != agent.Epoch)
            {
                answer(null, Fault("stale epoch", isTransient: false));
                return;
            }

            agent.Hear(call);
            agent.WhenNews(call.Seen, call.Wait, () =>
            {
                if (Reach(slot, answer) is not null) answer(new AgentAnswer(agent.State, agent.Mark), null);
            });
        },
        cancellationToken);

    public Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken) => gate.PassAsync<LogPiece>(
        _errand,
        $"log of {slot.Machine} from {offset}",
        answer =>
        {
            if (Reach(slot, answer) is not { } agent) return;
            var piece = agent.ReadLog(offset, maxBytes);
            answer(piece, null);
        },
        cancellationToken);

    private SimAgent? Reach<T>(Slot slot, Action<T?, Exception?> answer)
    {
        var machine = slot.Machine is { } id ? world.Cloud(slot.Quote.Offer.Provider).Find(id) : null;
        if (machine is { Agent: { IsReachable: true } agent }) return agent;
        var isRefused = machine?.Agent is null or { IsDead: true } && dice.Chance(0.5);
        var shows = isRefused ? TimeSpan.Zero : dice.Seconds(3, 20);
        world.Pump.After(shows, gate.Life, () => answer(default, Fault(isRefused ? "connection refused" : "no answer", isTransient: true)));
        return null;
    }

    private static ProviderException Fault(string why, bool isTransient) => new(new ProviderName("agent"), why, isTransient);
}
