using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 1: nothing that is paid for is ever only in memory. Looked at at every create call, and when all is over.</summary>
internal sealed class NothingForgotten(SimWorld world) : Invariant(world)
{
    public override string Promise => "nothing paid for is forgotten";

    public override void Created(SimMachine machine)
    {
        var row = World.Store.FindSlotAsync(machine.Token, CancellationToken.None);
        if (!row.IsCompletedSuccessfully) throw new InvalidOperationException("the store is expected to answer at once here");
        if (row.Result is null) Break($"{machine} is made, and no row on disk knows of it");
    }

    public override async Task AtEndAsync()
    {
        foreach (var machine in World.Machines)
        {
            if (machine.IsAlive && World.Scenario.ServerGoneAt is null) Break($"{machine} is alive though every run is over");
            if (await World.Store.FindSlotAsync(machine.Token, CancellationToken.None) is null) Break($"{machine} has no row");
        }
    }
}
