using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Agents;

/// <summary>The agent on a simulated machine: obeys orders as levels, saves checkpoints, hears notices, ends the machine when its lease runs out.</summary>
internal sealed class SimAgent
{
    private readonly SimMachine _machine;
    private readonly SimCloud _cloud;
    private readonly SimWorld _world;
    private readonly List<(long Seen, Occurrence Timeout, Action Answer)> _waiting = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _silences = [];
    private Occurrence? _leaseEnd;
    private AgentState _state = new();
    private AgentOrder? _order;
    private SimGang? _gang;
    private long _restoredStep;
    private int _saved;

    public SimAgent(SimMachine machine, SimCloud cloud, SimWorld world, TimeSpan firstLease)
    {
        _machine = machine;
        _cloud = cloud;
        _world = world;
        foreach (var (after, length) in machine.Fate.Silences) _silences.Add((world.Pump.Now + after, world.Pump.Now + after + length));
        Renew(firstLease);
        if (machine.NoticedAt is not null) HearNotice();
    }

    public SimMachine Machine => _machine;

    public int Rank => _machine.Request.Rank;

    public int Epoch => _machine.Request.Epoch;

    public RunId Run => _machine.Request.Run;

    public AgentState State => _state;

    public long Mark { get; private set; } = 1;

    public bool IsDead { get; private set; }

    /// <summary>Until when the machine may live without another call.</summary>
    public DateTimeOffset LeaseUntil { get; private set; }

    public bool IsReachable => !IsDead && !IsCutOffAt(_world.Pump.Now);

    public bool WasEverCutOff => _silences.Any(s => s.From < _world.Pump.Now);

    public bool IsCutOffAt(DateTimeOffset at) => _silences.Any(s => s.From <= at && at < s.To);

    /// <summary>One call, as it arrives.</summary>
    public void Hear(AgentCall call)
    {
        Renew(call.Lease);
        Obey(call.Order);
    }

    /// <summary>Answers when there is news, or when the caller's patience is over.</summary>
    public void WhenNews(long seen, TimeSpan wait, Action answer)
    {
        if (seen != Mark || wait <= TimeSpan.Zero)
        {
            answer();
            return;
        }

        var entry = default((long, Occurrence, Action));
        entry = (seen, _world.Pump.After(wait, () =>
        {
            _waiting.Remove(entry);
            answer();
        }), answer);
        _waiting.Add(entry);
    }

    public LogPiece ReadLog(long offset, int maxBytes)
    {
        var length = (int)Math.Clamp(_state.LogLength - offset, 0, maxBytes);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = LogByte(Run, Epoch, Rank, offset + i);
        return new LogPiece(offset, bytes, _state.Phase is AgentPhase.Ended && offset + length == _state.LogLength);
    }

    /// <summary>What stands in a node's log at an offset: the truth that every kept log is compared with.</summary>
    public static byte LogByte(RunId run, int epoch, int rank, long offset) => (byte)((offset * 31) + (run.Value * 7) + (epoch * 3) + rank);

    public void HearNotice()
    {
        if (IsDead || _state.ReclaimAt is not null) return;
        Change(s => s with { ReclaimAt = _machine.ReclaimAt });
        Stop("the machine is taken back");
    }

    public void Tell(long step, long? of) => Change(s => s with
    {
        Progress = new Progress { Step = step, Of = of, At = Clock },
        LogLength = s.LogLength + 40 + (step % 23),
    });

    public void ProgramEnded(int code, string why)
    {
        if (IsDead || _state.Phase is AgentPhase.Ended) return;
        if (code == 0 && _order?.Job.Checkpoint is not null && Rank == 0) Save(_gang!.Step, () => Ended(code, why));
        else Ended(code, why);
    }

    public void Die()
    {
        if (IsDead) return;
        IsDead = true;
        _leaseEnd?.CallOff();
        _gang?.Leave(this);
        AnswerAll();
    }

    private DateTimeOffset Clock => _world.Pump.Now + _machine.Fate.ClockSkew;

    private void Renew(TimeSpan lease)
    {
        _leaseEnd?.CallOff();
        var mine = lease / _machine.Fate.ClockRate;
        LeaseUntil = _world.Pump.Now + mine;
        _leaseEnd = _world.Pump.After(mine, () =>
        {
            if (_world.Bug is PlantedBug.NoLease) return;
            _world.Trace.Say("agent", $"{_machine}: nobody renews the lease");
            _cloud.EndBySelf(_machine);
        });
    }

    private void Obey(AgentOrder order)
    {
        var before = _order?.Stage ?? OrderStage.Hold;
        if (order.Stage < before) return;
        _order = order;
        if (order.Stage is OrderStage.Stop) Stop("stopped by order");
        else if (order.Stage is not OrderStage.Hold && _state is { Phase: AgentPhase.Idle, SetupDone: false, ReclaimAt: null }) SetUp();
        else if (order.Stage is OrderStage.Run) StartProgram();
    }

    private void SetUp()
    {
        Change(s => s with { Phase = AgentPhase.SettingUp, LogLength = s.LogLength + 100 });
        _world.Watch.Ordered(this, OrderStage.SetUp);
        _world.Scenario.Program(Run).SetUps++;
        var restored = _order!.RestoreFrom.FirstOrDefault(c => _world.Checkpoints.Verifies(Run, c));
        _world.Watch.Restored(this, _order, restored);
        _restoredStep = restored?.Step ?? 0;
        _world.Pump.After(_world.Scenario.Program(Run).SetupTime, () =>
        {
            if (IsDead || _state.Phase is not AgentPhase.SettingUp) return;
            Change(s => s with { Phase = AgentPhase.Idle, SetupDone = true, RestoredFrom = restored?.Id ?? "" });
            if (_order.Stage is OrderStage.Run) StartProgram();
        });
    }

    private void StartProgram()
    {
        if (_state is not { Phase: AgentPhase.Idle, SetupDone: true, ReclaimAt: null }) return;
        _world.Watch.Ordered(this, OrderStage.Run);
        _world.Scenario.Program(Run).Starts++;
        _world.Trace.Say("agent", $"{_machine}: the program starts at step {_restoredStep}");
        Change(s => s with { Phase = AgentPhase.Running, StartedAt = Clock });
        _gang = _world.Gang(Run, Epoch, _order!.Job);
        _gang.Join(this, _restoredStep);
        if (Rank == 0 && _order!.Job.Checkpoint is { } rule) _world.Pump.After(rule.Every, () => SaveRegularly(rule.Every));
    }

    private void SaveRegularly(TimeSpan every)
    {
        if (IsDead || _state.Phase is not AgentPhase.Running) return;
        Save(_gang!.Step, () => { });
        _world.Pump.After(every, () => SaveRegularly(every));
    }

    private void Save(long step, Action then)
    {
        _world.Pump.After(_world.Scenario.Program(Run).SaveTime, () =>
        {
            if (IsDead || _state.Phase is AgentPhase.Ended) return;
            if (step > _restoredStep || _saved > 0)
            {
                var saved = _world.Checkpoints.Write(Run, Epoch, ++_saved, step, Clock, _machine);
                if (saved is not null) Change(s => s with { Checkpoints = [.. s.Checkpoints.TakeLast(7), saved] });
            }

            then();
        });
    }

    private void Stop(string why)
    {
        if (_state.Phase is AgentPhase.Stopping or AgentPhase.Ended) return;
        if (_state.Phase is not AgentPhase.Running)
        {
            Ended(null, why + ", before the program was started");
            return;
        }

        Change(s => s with { Phase = AgentPhase.Stopping });
        var gang = _gang!;
        var program = _world.Scenario.Program(Run);
        var step = gang.Step;
        gang.Leave(this);
        var grace = _order?.Grace ?? TimeSpan.FromSeconds(30);
        var inTime = program.StopTime <= grace;
        _world.Pump.After(inTime ? program.StopTime : grace, () =>
        {
            if (IsDead) return;
            var code = !inTime ? 137 : program.CodeWhenStopped;
            program.HasSaved |= inTime;
            if (inTime && Rank == 0 && _order?.Job.Checkpoint is not null) Save(step, () => Ended(code, why));
            else Ended(code, why);
        });
    }

    private void Ended(int? code, string why)
    {
        if (_state.Phase is AgentPhase.Ended) return;
        _gang?.Leave(this);
        Change(s => s with { Phase = AgentPhase.Ended, ExitCode = code, Why = why, EndedAt = Clock, LogLength = s.LogLength + 60 });
    }

    private void Change(Func<AgentState, AgentState> change)
    {
        if (IsDead) return;
        _state = change(_state);
        Mark++;
        AnswerAll();
    }

    /// <summary>Everybody who waits hears something: the news, or that the connection is gone.</summary>
    private void AnswerAll()
    {
        if (_waiting.Count == 0) return;
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (_, timeout, answer) in waiting)
        {
            timeout.CallOff();
            answer();
        }
    }
}
