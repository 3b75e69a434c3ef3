using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Tells every checker what happens, and keeps the first promise that was broken.</summary>
internal sealed class Watch(SimWorld world)
{
    private readonly ImmutableArray<Invariant> _invariants =
    [
        new NothingForgotten(world),
        new GoneByTheProvidersWord(world),
        new OneLiveEpoch(world),
        new UnreachableIsNotReclaimed(world),
        new MismatchIsRefused(world),
        new LedgerEqualsMeter(world),
        new BudgetHolds(world),
        new DeadlineHolds(world),
        new MovesPay(world),
        new EveryRunEnds(world),
        new MachinesEndAlone(world),
        new LogsAreWhole(world),
        new OutcomesAreTrue(world),
    ];

    public Violation? Broke { get; private set; }

    public int Saves { get; private set; }

    public void Broken(string promise, string what)
    {
        if (Broke is not null) return;
        Broke = new Violation(promise, what, world.Pump.Now);
        world.Trace.Say("BROKEN", Broke.ToString());
    }

    public void Created(SimMachine machine)
    {
        world.Note(machine);
        foreach (var invariant in _invariants) invariant.Created(machine);
    }

    public void Saved(RunChange change)
    {
        Saves++;
        world.Noted(change.Next);
        if (world.Trace.IsOn)
            foreach (var line in change.Events) world.Trace.Say("event", $"run {line.Run} attempt {line.Epoch} {line.Kind}: {line.Text}");
        foreach (var invariant in _invariants) invariant.Saved(change);
    }

    public void Ordered(SimAgent agent, OrderStage stage)
    {
        foreach (var invariant in _invariants) invariant.Ordered(agent, stage);
    }

    public void Restored(SimAgent agent, AgentOrder order, CheckpointRef? from)
    {
        foreach (var invariant in _invariants) invariant.Restored(agent, order, from);
    }

    public async Task AtEndAsync()
    {
        foreach (var invariant in _invariants)
            if (Broke is null) await invariant.AtEndAsync();
    }
}
