using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// Promise 3: one live epoch per run. A program starts only when the door of every older attempt is closed, nothing that came through a closed door
/// is ever used, and nothing that was saved in time is lost.
/// </summary>
internal sealed class OneLiveEpoch(SimWorld world) : Invariant(world)
{
    public override string Promise => "one live epoch";

    public override void Ordered(SimAgent agent, OrderStage stage)
    {
        if (World.Submission(agent.Run)?.Job.Checkpoint is null) return;
        var closed = World.Checkpoints.SealedEpoch(agent.Run);
        if (closed < agent.Epoch - 1) Break($"{agent.Machine} starts while attempt {closed + 1} can still write checkpoints");
        if (closed >= agent.Epoch) Break($"{agent.Machine} starts though its own attempt is sealed");
    }

    public override void Restored(SimAgent agent, AgentOrder order, CheckpointRef? from)
    {
        foreach (var checkpoint in order.RestoreFrom)
            if (World.Checkpoints.WasLate(agent.Run, checkpoint.Id)) Break($"{agent.Machine} may start from {checkpoint.Id}, which was written after its attempt was sealed");

        if (World.Submission(agent.Run)?.Job.Checkpoint is null) return;
        var best = World.Checkpoints.Best(agent.Run, agent.Epoch, World.Scenario.Policy.CheckpointsRemembered);
        if (best is not null && from?.Id != best.Id) Break($"{agent.Machine} starts at step {from?.Step ?? 0} though {best.Id} of step {best.Step} was saved in time");
    }

    public override void Saved(RunChange change)
    {
        foreach (var checkpoint in change.Next.Checkpoints)
            if (World.Checkpoints.WasLate(change.Next.Id, checkpoint.Id)) Break($"run {change.Next.Id} counts on {checkpoint.Id}, which was written after its attempt was sealed");
    }
}
