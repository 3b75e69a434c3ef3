using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Engine.Loops;

/// <summary>What the agent of a slot should be doing, read off the run's state.</summary>
internal static class Orders
{
    public static AgentOrder For(Run run, Slot slot, RunPolicy policy)
    {
        var attempt = run.Attempt is { } live && live.Epoch == slot.Epoch ? live : null;
        return new AgentOrder
        {
            Run = run.Id,
            Stage = attempt?.Stage ?? OrderStage.Stop,
            Job = run.Job,
            Rank = slot.Rank,
            Peers = attempt is null ? [] : [.. attempt.Slots.Select(s => s.Address)],
            Slot = slot,
            RestoreFrom = attempt?.RestoreFrom ?? [],
            Grace = policy.Grace,
        };
    }

    /// <summary>Whether the slot's agent is to be talked to: one that still waits in its provider's queue has none.</summary>
    public static bool IsWatched(Slot slot) => slot is { State: SlotState.Launched or SlotState.Ready or SlotState.Draining, Queue: null };
}
