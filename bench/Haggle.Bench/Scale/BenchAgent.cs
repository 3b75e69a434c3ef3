using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>One simulated machine with its agent: it boots, does what it is ordered, tells its progress every few seconds, and is taken back some day.</summary>
internal sealed class BenchAgent(MachineId machine, LaunchRequest request, DateTimeOffset now, SimulatedFate fate)
{
    private static readonly TimeSpan Boots = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private AgentState _state = new();
    private long _mark = 1;

    public MachineId Machine { get; } = machine;

    public LaunchRequest Request { get; } = request;

    public DateTimeOffset BilledFrom { get; } = now;

    public DateTimeOffset ReclaimAt { get; } = now + fate.Reclaim;

    public DateTimeOffset? EndedAt { get; private set; }

    public DateTimeOffset? GoneAt(DateTimeOffset at) => EndedAt ?? (ReclaimAt <= at ? ReclaimAt : null);

    public bool Answers(DateTimeOffset at) => at >= BilledFrom + Boots && GoneAt(at) is null;

    public void End(DateTimeOffset at)
    {
        lock (_gate) EndedAt ??= at;
    }

    /// <summary>The state after hearing a call, if it is news to the caller; null when there is none yet.</summary>
    public AgentAnswer? Hear(AgentCall call, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_state.StartedAt is null && call.Order.Stage is OrderStage.Run)
                Become(_state with { Phase = AgentPhase.Running, SetupDone = true, StartedAt = at, LogLength = 0 });
            else if (_state.Phase is AgentPhase.Running && call.Order.Stage is OrderStage.Stop)
                Become(_state with { Phase = AgentPhase.Ended, ExitCode = 0, EndedAt = at });
            else if (_state is { Phase: AgentPhase.Running, StartedAt: { } since } && (long)((at - since) / fate.TellEvery) is var step && step > (_state.Progress?.Step ?? 0))
                Become(_state with { Progress = new Progress { Step = step, Of = 100_000, Loss = 3.0 / step, Rate = 5000, RateUnit = "tokens/s", At = at } });
            return call.Seen == _mark ? null : new AgentAnswer(_state, _mark);
        }
    }

    /// <summary>How long until there is something new without another order.</summary>
    public TimeSpan NextNews(DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_state is not { Phase: AgentPhase.Running, StartedAt: { } since }) return TimeSpan.FromHours(1);
            var told = (_state.Progress?.Step ?? 0) + 1;
            var next = since + (told * fate.TellEvery) - at;
            return next > TimeSpan.Zero ? next : TimeSpan.Zero;
        }
    }

    private void Become(AgentState next)
    {
        _state = next;
        _mark++;
    }
}
