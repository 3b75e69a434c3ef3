using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 9: with the server gone for good every machine that has an agent ends by itself, one lease later.</summary>
internal sealed class MachinesEndAlone(SimWorld world) : Invariant(world)
{
    public override string Promise => "machines end alone";

    public override Task AtEndAsync()
    {
        if (World.Scenario.ServerGoneAt is null) return Task.CompletedTask;
        foreach (var machine in World.Machines.Where(m => m is { IsAlive: true, Agent: not null }))
            Break($"{machine} lives on long after the server is gone for good");
        return Task.CompletedTask;
    }
}
