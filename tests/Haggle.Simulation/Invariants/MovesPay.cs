using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Invariants;

/// <summary>
/// A run leaves a spot machine for another one only to save money: it has worked there for a while first, and what it goes to is really cheaper by the
/// hour than what it leaves, at the prices that the world had in that minute.
/// </summary>
internal sealed class MovesPay(SimWorld world) : Invariant(world)
{
    /// <summary>Less than a run must stay by its own rule: six start-ups, of which the shortest are allowed for with five minutes.</summary>
    private static readonly TimeSpan StaysAtLeast = TimeSpan.FromMinutes(29);

    private readonly HashSet<(RunId, int)> _leaving = [];
    private readonly Dictionary<RunId, (HourlyRate Rate, DateTimeOffset At)> _left = [];

    public override string Promise => "moves pay";

    public override void Saved(RunChange change)
    {
        var run = change.Next;
        if (run.Attempt is { } placed && change.Ended is null && _left.Remove(run.Id, out var left))
        {
            // What was cheaper may be gone by now; the next best place is then no move for money any more.
            var quote = placed.Slots[0].Quote;
            if (quote.Offer.CanBeReclaimed && World.Pump.Now - left.At < TimeSpan.FromMinutes(1) && quote.Rate.PerHour > left.Rate.PerHour)
                Break($"run {run.Id} left a machine of {left.Rate} for one of {quote.Rate}");
        }

        if (run.Attempt is { Stopping: AttemptEnd.Moved } leaving && run.Reason.StartsWith("to a cheaper place", StringComparison.Ordinal)) _leaving.Add((run.Id, leaving.Epoch));
        if (change.Ended is not { End: AttemptEnd.Moved, Attempt: { RunningSince: { } since } attempt } ended || !attempt.Slots[0].Quote.Offer.CanBeReclaimed) return;
        if (!_leaving.Remove((run.Id, attempt.Epoch))) return;
        if (ended.EndedAt - since < StaysAtLeast) Break($"run {run.Id} moved for money after {ended.EndedAt - since} of work");
        if (attempt.Slots[0].Meter.Rates is [.., var last]) _left[run.Id] = (last.Rate, World.Pump.Now);
    }
}
