using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// The checker of one promise. It sees the truth of the world as it happens and everything at its end; it knows nothing of how the engine works.
/// </summary>
internal abstract class Invariant(SimWorld world)
{
    protected SimWorld World { get; } = world;

    /// <summary>The promise in a few words.</summary>
    public abstract string Promise { get; }

    /// <summary>A provider has made a machine.</summary>
    public virtual void Created(SimMachine machine)
    {
    }

    /// <summary>A change is on disk.</summary>
    public virtual void Saved(RunChange change)
    {
    }

    /// <summary>An agent begins to set up or to run the program.</summary>
    public virtual void Ordered(SimAgent agent, OrderStage stage)
    {
    }

    /// <summary>An agent has chosen what to start from.</summary>
    public virtual void Restored(SimAgent agent, AgentOrder order, CheckpointRef? from)
    {
    }

    /// <summary>The world is over.</summary>
    public virtual Task AtEndAsync() => Task.CompletedTask;

    protected void Break(string what) => World.Watch.Broken(Promise, what);

    protected SimMachine? Machine(Slot slot) => World.Cloud(slot.Quote.Offer.Provider).Find(slot.Token);
}
