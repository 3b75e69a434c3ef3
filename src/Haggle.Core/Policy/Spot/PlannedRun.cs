using System.Numerics;

namespace Haggle.Core.Policy.Spot;

/// <summary>
/// One job under its plan: watches the market and looks the plan up. Where prices move, the zone with the cheapest hour of progress is taken, a zone that has
/// become too dear counts as down, and a dear zone is left for a cheaper one when the difference outweighs a start-up.
/// </summary>
internal sealed class PlannedRun(SpotPlan plan) : ISpotRun
{
    // Prices of zones drift apart and together again within about this time: a difference is not counted on for longer.
    private const double Lasts = 12 * 3600;

    // A machine this much dearer than spot usually is, is not taken while there is time to wait.
    private const double Dear = 1.5;

    private readonly MarketWatch watch = new(plan.Chain.Shape, plan.Job.Zones, plan.Job.Gap);
    private int seen;

    public SpotAction Decide(in SpotView view)
    {
        for (; seen < view.Seen.Length; seen++) watch.See(view.Seen[seen]);
        var job = plan.Job;
        var left = (double)(job.Ticks - view.Tick) * job.Gap;
        var wish = view.Prices.IsEmpty ? Blind(view, left) : Priced(view, left);
        return SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish) ? wish : SpotAction.OnDemand;
    }

    private SpotAction Blind(in SpotView view, double left)
    {
        var (zone, state) = watch.Best(plan.Chain.Life.Span);
        return plan.Wish(left, view.Work, view.Mode, view.Overhead, zone, state);
    }

    private SpotAction Priced(in SpotView view, double left)
    {
        var job = plan.Job;
        var best = Cheapest(view);
        if (view.Mode.IsSpot)
        {
            // A move that the guard would turn into on-demand is none.
            var move = Move(view, best);
            return move is { } wish && SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish) ? wish : view.Mode;
        }

        var isLoose = left - view.Work > 0.1 * left;
        var most = isLoose ? Math.Min(job.OnDemandRate, Dear * job.SpotRate) : job.OnDemandRate;
        if (best >= 0 && view.Prices[best] < most) return plan.Wish(left, view.Work, view.Mode, view.Overhead, best, watch.StateOf(best));
        return plan.Wish(left, view.Work, view.Mode, view.Overhead, -1, watch.UpNow == 0 ? watch.StateOfNone() : plan.Chain.Shape.Down(0, 0.5));
    }

    // The zone whose hour of progress costs least: its price over a stay, start-up included.
    private int Cheapest(in SpotView view)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var up = watch.UpNow; up != 0; up &= up - 1)
        {
            var zone = BitOperations.TrailingZeroCount(up);
            var stay = Stay(zone, view.Work);
            var cost = view.Prices[zone] * (stay + plan.Job.Delay) / stay;
            if (cost < least) (best, least) = (zone, cost);
        }

        return best;
    }

    private SpotAction? Move(in SpotView view, int best)
    {
        var held = view.Mode.Code;
        if (best < 0 || best == held || view.Overhead > 0) return null;
        var job = plan.Job;
        var time = Math.Min(Lasts, Math.Min(Stay(held, view.Work), Stay(best, view.Work)));
        var saved = (view.Prices[held] - view.Prices[best]) * time;

        // A start-up is paid, and takes spare time, which is worth more than its price on demand: it could have been waited in (three times did best).
        var lost = job.Delay * (view.Prices[best] + (3 * (job.OnDemandRate - job.SpotRate)));
        return saved > lost ? SpotAction.Spot(best) : null;
    }

    private double Stay(int zone, double work) => Math.Max(1, Math.Min(plan.Chain.Life.Span[watch.StateOf(zone)], work));
}
