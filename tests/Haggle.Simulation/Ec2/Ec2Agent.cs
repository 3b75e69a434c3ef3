using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>The agent of a machine: obeys orders as levels, saves checkpoints, hears the notice, and ends when nobody renews its lease.</summary>
internal sealed class Ec2Agent
{
    private readonly Ec2Computer _computer;
    private readonly Ec2World _world;
    private readonly Dice _dice;
    private readonly List<(Occurrence Timeout, Action Answer)> _waiting = [];
    private Occurrence? _leaseEnd;
    private Occurrence? _next;
    private AgentOrder? _order;
    private TimeSpan _doneBefore;
    private DateTimeOffset _since;
    private int _saved;

    public Ec2Agent(Ec2Computer computer, Ec2World world, Dice dice, TimeSpan firstLease)
    {
        (_computer, _world, _dice) = (computer, world, dice);
        Renew(firstLease);
    }

    public AgentState State { get; private set; } = new();

    public long Mark { get; private set; } = 1;

    public bool IsDead { get; private set; }

    public void Hear(AgentCall call)
    {
        Renew(call.Lease);
        if (_order is { } before && call.Order.Stage < before.Stage) return;
        _order = call.Order;
        if (_order.Stage is OrderStage.Stop) Stop("stopped by order");
        else if (_order.Stage is not OrderStage.Hold && State is { Phase: AgentPhase.Idle, SetupDone: false, ReclaimAt: null }) SetUp();
        else if (_order.Stage is OrderStage.Run) Start();
    }

    public void WhenNews(long seen, TimeSpan wait, Action answer)
    {
        if (seen != Mark || wait <= TimeSpan.Zero) answer();
        else _waiting.Add((_world.Pump.After(wait, () => AnswerAll()), answer));
    }

    public void HearNotice(DateTimeOffset takenAt)
    {
        if (IsDead || State.ReclaimAt is not null) return;
        Change(state => state with { ReclaimAt = takenAt });
        Stop("the machine is taken back");
    }

    public void Die()
    {
        if (IsDead) return;
        IsDead = true;
        _leaseEnd?.CallOff();
        _next?.CallOff();
        AnswerAll();
    }

    private TimeSpan Done => _doneBefore + (State.Phase is AgentPhase.Running ? _world.Pump.Now - _since : TimeSpan.Zero);

    private void Renew(TimeSpan lease)
    {
        _leaseEnd?.CallOff();
        _leaseEnd = _world.Pump.After(lease, () =>
        {
            _world.Trace.Say("agent", $"{_computer.Instance.Id}: nobody renews the lease");
            Die();
            _computer.ShutDown();
        });
    }

    private void SetUp()
    {
        Change(state => state with { Phase = AgentPhase.SettingUp });
        var from = _order!.RestoreFrom.FirstOrDefault();
        Next(_dice.Seconds(1, 40), () =>
        {
            _doneBefore = TimeSpan.FromSeconds(from?.Step ?? 0);
            Change(state => state with { Phase = AgentPhase.Idle, SetupDone = true, RestoredFrom = from?.Id ?? "" });
            if (_order.Stage is OrderStage.Run) Start();
        });
    }

    private void Start()
    {
        if (State is not { Phase: AgentPhase.Idle, SetupDone: true, ReclaimAt: null }) return;
        _since = _world.Pump.Now;
        Change(state => state with { Phase = AgentPhase.Running, StartedAt = _world.Pump.Now });
        GoOn();
    }

    private void GoOn()
    {
        var (left, every) = (_world.WorkOf(_computer.Run) - Done, _order!.Job.Checkpoint!.Every);
        if (left <= every) Next(left, () => End(0, ""));
        else
        {
            Next(every, () =>
            {
                Save();
                GoOn();
            });
        }
    }

    private void Save()
    {
        var step = (long)Done.TotalSeconds;
        if (_computer.Rank == 0 && _world.Disks.Write(_computer.Run, _computer.Epoch, ++_saved, step, _world.Pump.Now) is { } saved)
            Change(state => state with { Checkpoints = [.. state.Checkpoints.TakeLast(7), saved] });
        Change(state => state with { Progress = new Progress { Step = step, Of = (long)_world.WorkOf(_computer.Run).TotalSeconds, At = _world.Pump.Now } });
    }

    private void Stop(string why)
    {
        if (State.Phase is AgentPhase.Stopping or AgentPhase.Ended) return;
        if (State.Phase is not AgentPhase.Running)
        {
            End(null, why);
            return;
        }

        _doneBefore = Done;
        Change(state => state with { Phase = AgentPhase.Stopping });
        Next(_dice.Seconds(0.5, 20), () =>
        {
            Save();
            End(143, why);
        });
    }

    private void End(int? code, string why)
    {
        if (code == 0) Save();
        _next?.CallOff();
        Change(state => state with { Phase = AgentPhase.Ended, ExitCode = code, Why = why, EndedAt = _world.Pump.Now });
    }

    private void Next(TimeSpan wait, Action act)
    {
        _next?.CallOff();
        _next = _world.Pump.After(wait, () =>
        {
            if (!IsDead) act();
        });
    }

    private void Change(Func<AgentState, AgentState> change)
    {
        if (IsDead) return;
        State = change(State);
        Mark++;
        AnswerAll();
    }

    private void AnswerAll()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (timeout, answer) in waiting)
        {
            timeout.CallOff();
            answer();
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_computer.Instance.Id} {State.Phase} {Done.TotalSeconds:0}");
}
