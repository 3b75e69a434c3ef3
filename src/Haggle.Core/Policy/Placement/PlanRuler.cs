using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Policy.Placement;

/// <summary>A plan at the market state of now: what it wishes, and from how much spare time on it would wait.</summary>
internal sealed class PlanRuler(SpotPlan plan, int state, bool isUp, double share)
{
    /// <summary>The plan's wish.</summary>
    public SpotAction Wish(TimeSpan left, TimeSpan spare, bool holdsLasting)
    {
        var time = left.TotalSeconds * share;
        return plan.Wish(time, Math.Max(1, time - (spare.TotalSeconds * share)), holdsLasting ? SpotAction.OnDemand : SpotAction.Idle, 0, isUp ? 0 : -1, state);
    }

    /// <summary>The least spare time above the given one at which it is waited for spot; null when there is none before the window's end.</summary>
    public TimeSpan? WaitAbove(TimeSpan left, TimeSpan spare)
    {
        if (isUp) return null;
        for (var more = spare; more < left; more += TimeSpan.FromSeconds(Math.Max(60, left.TotalSeconds / 200)))
            if (Wish(left, more, holdsLasting: false).IsIdle) return more;
        return null;
    }
}
