using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// Logs kept equal logs written: never a byte that the node did not write (the store of logs compares each), never more, and nothing missing of a node whose
/// program ended while it could be reached, unless it was taken before the drain's patience was over.
/// </summary>
internal sealed class LogsAreWhole(SimWorld world) : Invariant(world)
{
    private readonly HashSet<LaunchToken> _drained = [];

    public override string Promise => "logs are whole";

    public override void Saved(RunChange change)
    {
        foreach (var slot in change.Next.AllSlots)
        {
            // Ended before its patience was over: the engine says that it has the whole log.
            if (slot is not { State: SlotState.Ending, DrainUntil: { } until, EndingSince: { } since } || since >= until) continue;
            if (change.Next.Stop is StopWish.AtOnce || !_drained.Add(slot.Token) || Machine(slot)?.Agent is not { State.Phase: AgentPhase.Ended } agent) continue;
            var kept = World.Logs.Length(change.Next.Id, slot.Epoch, slot.Rank);
            if (kept != agent.State.LogLength) Break($"{agent.Machine} is given back with {kept} of {agent.State.LogLength} log bytes kept");
        }
    }

    public override Task AtEndAsync()
    {
        foreach (var agent in World.Machines.Select(m => m.Agent))
        {
            if (agent is null) continue;
            var kept = World.Logs.Length(agent.Run, agent.Epoch, agent.Rank);
            if (kept > agent.State.LogLength) Break($"{agent.Machine} wrote {agent.State.LogLength} log bytes, {kept} are kept");
        }

        foreach (var submission in World.Scenario.Submissions.Where(s => World.Weather.IsFair && World.Scenario.ServerGoneAt is null && s.Last?.Outcome is RunOutcome.Succeeded))
        {
            foreach (var machine in World.MachinesOf(submission.Run!.Value).Where(m => m.Request.Epoch == submission.Last!.Epoch && !m.EndedUnasked))
            {
                var kept = World.Logs.Length(machine.Request.Run, machine.Request.Epoch, machine.Request.Rank);
                if (kept != machine.Agent!.State.LogLength) Break($"{machine} finished in order, and {kept} of {machine.Agent.State.LogLength} log bytes are kept");
            }
        }

        return Task.CompletedTask;
    }
}
