using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>Promise 2: a machine is gone when its provider says so. What is stored as gone, or no longer held, must truly be gone.</summary>
internal sealed class GoneByTheProvidersWord(SimWorld world) : Invariant(world)
{
    private readonly Dictionary<RunId, Dictionary<LaunchToken, Slot>> _held = [];

    public override string Promise => "gone by the provider's word";

    public override void Saved(RunChange change)
    {
        if (!_held.TryGetValue(change.Next.Id, out var before)) before = [];
        var now = new Dictionary<LaunchToken, Slot>();
        foreach (var slot in change.Next.AllSlots)
        {
            now[slot.Token] = slot;
            if (!slot.MayExist) Check(slot, slot.State.ToString());
        }

        foreach (var (token, slot) in before)
            if (!now.ContainsKey(token)) Check(slot, "no longer held");
        _held[change.Next.Id] = now;
    }

    private void Check(Slot slot, string how)
    {
        // Of a machine that came late the provider had said that there is none: it is found and ended by the sweep, which other checkers see to.
        if (Machine(slot) is { IsAlive: true, CameLate: false } machine) Break($"{machine} counts as {how}, but is {machine.Status}");
    }
}
