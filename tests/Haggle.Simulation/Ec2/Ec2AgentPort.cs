using System.Globalization;
using System.Text;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>The agents as one life of the server reaches them through ssh.</summary>
internal sealed class Ec2AgentPort(Ec2World world, Life life, Dice dice) : IAgentLink
{
    public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => Encoding.ASCII.GetBytes(firstLease.TotalSeconds.ToString(CultureInfo.InvariantCulture));

    public Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<AgentAnswer>();
        if (life.IsOver) return done.Task;
        var cancelled = cancellationToken.UnsafeRegister(_ => done.TrySetCanceled(cancellationToken), null);
        world.Pump.After(dice.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(150)), () =>
        {
            if (life.IsOver) return;
            if (Reach(slot) is not { } agent)
            {
                Answer(() => done.TrySetException(new ProviderException(new ProviderName("agent"), "no answer", isTransient: true)));
                return;
            }

            agent.Hear(call);
            agent.WhenNews(call.Seen, call.Wait, () => Answer(() =>
            {
                if (agent.IsDead) done.TrySetException(new ProviderException(new ProviderName("agent"), "the connection broke", isTransient: true));
                else done.TrySetResult(new AgentAnswer(agent.State, agent.Mark));
            }));
        });
        return done.Task;

        void Answer(Action act) => world.Pump.After(dice.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(150)), life, () =>
        {
            cancelled.Dispose();
            act();
        });
    }

    public Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken) =>
        Task.FromResult(new LogPiece(offset, default, Reach(slot)?.State.Phase is AgentPhase.Ended));

    private Ec2Agent? Reach(Slot slot)
    {
        if (slot.Machine is not { } machine || world.Find(machine) is not { } computer) return null;
        computer.Knock();
        return computer.Agent is { IsDead: false } agent ? agent : null;
    }
}
