using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// Forecasts a job with a deadline by simulating it over the market model (priors and experience), under the same plan and guard that will decide. The same
/// question and seed give the same forecast; a thousand runs of a week's window take about a tenth of a second.
/// </summary>
public static class SpotForecaster
{
    private const double Step = MarketShape.Step;

    /// <summary>Forecasts; null when the question has no deadline, no known work, or nothing that lasts.</summary>
    /// <param name="question">Where the run stands; its spot offers may be empty.</param>
    /// <param name="runs">How many runs to simulate, above 0.</param>
    /// <param name="seed">The seed.</param>
    public static SpotForecast? Forecast(PlacementQuestion question, int runs = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runs);
        if (question is not { Left: { } left, Work: { } work, Lasting.IsEmpty: false }) return null;
        var lasting = PlacementAdvisor.InTime(question)!;
        var onDemand = lasting.UsdPerHourOfWork(work.Expected) * work.Expected.TotalHours;
        var alone = new SpotForecast(onDemand, onDemand, onDemand, 0, lasting.Start + (work.Expected / lasting.Speed), 0, runs, PlacementAdvisor.IsPossible(question));
        if (!alone.IsPossible || question.Spot.IsEmpty || left - (work.Expected / lasting.Speed) < question.Reserve) return alone;
        var spot = question.Spot.Where(zone => zone.IsUp).MinBy(zone => zone.UsdPerHourOfWork(work.Expected));
        if (PlanRuler.For(question, left, work.Expected / lasting.Speed, spot, lasting) is not { } ruler) return alone;
        return Simulate(ruler, lasting.Speed, runs, new Seed(seed)) is var (costs, spotAlone, seconds, reclaims)
            ? new SpotForecast(
                costs.Average(), costs.Order().ElementAt((int)Math.Ceiling(0.95 * runs) - 1), onDemand, spotAlone / (double)runs, TimeSpan.FromSeconds(seconds / runs), reclaims / (double)runs, runs, true)
            : alone;
    }

    private static (double[] Costs, int SpotAlone, double Seconds, int Reclaims) Simulate(PlanRuler ruler, double speed, int runs, Seed draw)
    {
        var (costs, spotAlone, seconds, reclaims) = (new double[runs], 0, 0.0, 0);
        for (var run = 0; run < runs; run++)
        {
            var one = One(ruler, draw);
            // The plan counts work in the time of the machine that lasts, its rates are for an hour of the job's own work.
            costs[run] = one.Cost * speed / ruler.Share / 3.6e6;
            spotAlone += one.Paid ? 0 : 1;
            seconds += one.Finish / ruler.Share;
            reclaims += one.Reclaims;
        }

        return (costs, spotAlone, seconds, reclaims);
    }

    // One run, in the steps of the market model; the guard is the one of the ticks, with a step for a tick.
    private static (double Cost, bool Paid, double Finish, int Reclaims) One(PlanRuler ruler, Seed draw)
    {
        var (plan, job, chain) = (ruler.Plan, ruler.Plan.Job, ruler.Plan.Chain);
        var (mode, overhead, work, cost, state, paid, reclaims) = (SpotAction.Idle, 0.0, (double)job.Work, 0.0, ruler.State, false, 0);
        var due = (double)job.Ticks * job.Gap;
        for (var time = 0.0; ; time += Step)
        {
            var isUp = state < chain.Shape.UpStates;
            var wish = plan.Wish(due - time, work, mode, overhead, isUp ? 0 : -1, state);
            if (!IsSafe(job, due - time - Step, work, mode, overhead, wish)) wish = SpotAction.OnDemand;
            if (!wish.IsIdle)
            {
                if (wish != mode) overhead = job.Delay;
                var used = Math.Min(Step, overhead + work);
                work -= Math.Max(0, used - overhead);
                overhead = Math.Max(0, overhead - Step);
                cost += used * job.Rate(wish);
                paid |= wish.IsOnDemand;
                if (work <= 0) return (cost, paid, time + used, reclaims);
            }

            mode = wish;
            var arrow = Next(chain, state, draw);
            if (mode.IsSpot && (!arrow.LivesOn || arrow.To >= chain.Shape.UpStates)) (mode, overhead, reclaims) = (SpotAction.Idle, 0, reclaims + 1);
            state = arrow.To;
        }
    }

    private static bool IsSafe(SpotJob job, double leftAfter, double work, SpotAction mode, double overhead, SpotAction wish)
    {
        if (wish.IsOnDemand) return true;
        var startUp = wish == mode ? overhead : job.Delay;
        var after = wish.IsSpot ? work - Math.Max(0, Math.Min(Step, startUp + work) - startUp) : work;
        return after <= 0 || after + job.Delay <= leftAfter;
    }

    private static MarketChain.Arrow Next(MarketChain chain, int state, Seed draw)
    {
        var arrows = chain.Arrows[state];
        var share = draw.NextShare();
        foreach (var arrow in arrows)
        {
            share -= arrow.Chance;
            if (share < 0) return arrow;
        }

        return arrows[^1];
    }
}
