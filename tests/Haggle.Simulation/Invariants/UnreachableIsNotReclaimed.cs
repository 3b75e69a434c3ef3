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

    private bool WasCutOff(SimMachine machine)
    {
        // Calls take a while and the server may have been away for a part of it: half of the patience is the least that must be true.
        var patience = World.Scenario.Policy.UnreachablePatience / 2;
        var now = World.Pump.Now;
        if (machine.Agent is not { } agent || agent.IsDead || machine.Status is not MachineStatus.Running) return true;
        return agent.Silences.Any(s => s.From < now && (s.To < now ? s.To : now) - s.From >= patience);
    }

    private bool WasLate(SimMachine machine, Attempt attempt) =>
        machine.Agent is not { } agent || agent.IsDead || World.KilledSince(attempt.DecidedAt)
        || agent.Silences.Any(s => s.From < World.Pump.Now) || World.Weather is not { AgentFaults: 0, SlowCalls: 0, ProviderFaults: 0, FullDisks: 0 };
}
