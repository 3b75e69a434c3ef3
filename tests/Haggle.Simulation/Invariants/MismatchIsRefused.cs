using Haggle.Core.Runs;
using Haggle.Simulation.Agents;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 5: a machine that is not what was asked for never gets to see the job, and is ended.</summary>
internal sealed class MismatchIsRefused(SimWorld world) : Invariant(world)
{
    public override string Promise => "a mismatch is refused";

    public override void Ordered(SimAgent agent, OrderStage stage)
    {
        if (agent.Machine.Fate.Mistake is { } mistake) Break($"{agent.Machine} is used though it is not what was asked for: {mistake}");
    }
}
