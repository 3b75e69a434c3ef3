using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 4: a healthy run is never replaced because a call timed out. Every reason for which an attempt ended is compared with the truth.</summary>
internal sealed class UnreachableIsNotReclaimed(SimWorld world) : Invariant(world)
{
    public override string Promise => "unreachable is not reclaimed";

    public override void Saved(RunChange change)
    {
        if (change.Ended is not { } ended) return;
        var machines = ended.Attempt.Slots.Select(Machine).OfType<SimMachine>().ToArray();
        var isTrue = ended.End switch
        {
            AttemptEnd.Reclaimed => machines.Any(m => m.Reclaimed || m.NoticedAt is not null),
            AttemptEnd.MachineDied => machines.Any(m => m.EndedUnasked || World.Bug is not Bugs.PlantedBug.None),
            AttemptEnd.Unreachable => machines.Any(WasCutOff),
            AttemptEnd.NeverReady => machines.Length < ended.Attempt.Slots.Length || machines.Any(m => WasLate(m, ended.Attempt)),
            AttemptEnd.Mismatch => machines.Any(m => m.Fate.Mistake is not null),
            _ => true,
        };
        if (!isTrue) Break($"run {change.Next.Id} attempt {ended.Attempt.Epoch} ended as {ended.End}, which is not what happened");
    }

    /// <summary>Whether it could not be reached for at least half of the patience: calls take a while, and the server may have been away for a part of it.</summary>
    private bool WasCutOff(SimMachine machine)
    {
        if (machine.Agent is not { IsDead: false } agent || machine.Status is not MachineStatus.Running) return true;
        var from = World.Pump.Now - World.Scenario.Policy.UnreachablePatience;
        var looks = Enumerable.Range(0, 60).Select(i => from + (World.Scenario.Policy.UnreachablePatience * i / 60));
        return looks.Count(agent.IsCutOffAt) >= 30;
    }

    private bool WasLate(SimMachine machine, Attempt attempt) =>
        machine.Agent is not { } agent || agent.IsDead || World.KilledSince(attempt.DecidedAt)
        || agent.WasEverCutOff || World.Weather is not { AgentFaults: 0, SlowCalls: 0, ProviderFaults: 0, FullDisks: 0 };
}
