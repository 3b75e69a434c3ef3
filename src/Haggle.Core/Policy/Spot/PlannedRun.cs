namespace Haggle.Core.Policy.Spot;

/// <summary>One job under its plan: watches the market and looks the plan up.</summary>
internal sealed class PlannedRun(SpotPlan plan) : ISpotRun
{
    private readonly MarketWatch watch = new(plan.Chain.Shape, plan.Job.Zones, plan.Job.Gap);
    private int seen;

    public SpotAction Decide(in SpotView view)
    {
        for (; seen < view.Seen.Length; seen++) watch.See(view.Seen[seen]);
        var job = plan.Job;
        var (zone, state) = watch.Best(plan.Chain.Life.Span);
        var wish = plan.Wish((double)(job.Ticks - view.Tick) * job.Gap, view.Work, view.Mode, view.Overhead, zone, state);
        return SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish) ? wish : SpotAction.OnDemand;
    }
}
