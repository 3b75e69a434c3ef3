using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Policy.Placement;

/// <summary>A plan for the market at hand, at its state of now: what it wishes, and from how much spare time on it would wait.</summary>
internal sealed class PlanRuler
{
    /// <summary>A plan looks this far ahead; a job with more time is planned as if time and work were shorter by the same factor.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(7);

    /// <summary>The ticks of such plans.</summary>
    private const int Tick = 60;

    private PlanRuler(SpotPlan plan, int state, bool isUp, double share) => (Plan, State, IsUp, Share) = (plan, state, isUp, share);

    /// <summary>The plan.</summary>
    public SpotPlan Plan { get; }

    /// <summary>The market's state now.</summary>
    public int State { get; }

    /// <summary>Whether spot is up in it.</summary>
    public bool IsUp { get; }

    /// <summary>The plan's time over the job's: 1, or less for jobs beyond the horizon.</summary>
    public double Share { get; }

    /// <summary>Plans; null when spot is no cheaper, or when there is no time for anything but on-demand.</summary>
    /// <param name="question">Where the run stands.</param>
    /// <param name="left">Time to the deadline.</param>
    /// <param name="work">Work to plan for.</param>
    /// <param name="spot">The best zone that is up; null: none is.</param>
    /// <param name="lasting">The best offer that nobody takes back.</param>
    public static PlanRuler? For(PlacementQuestion question, TimeSpan left, TimeSpan work, ZoneOutlook? spot, ZoneOutlook lasting)
    {
        var zone = spot ?? question.Spot.MinBy(each => (each with { IsUp = true }).UsdPerHourOfWork(work))!;
        var (spotRate, payRate) = (Rate(zone), Rate(lasting));
        if (spotRate >= payRate || zone.UsdPerHourOfWork(work) >= lasting.UsdPerHourOfWork(work) * 1.5) return null;
        var several = question.Spot.Length > 1;
        var chain = (several ? SpotPriors.Several : SpotPriors.Single).Scaled(zone.LossFactor, zone.ComebackFactor);
        var share = left > Horizon ? Horizon / left : 1;
        var delay = (long)Math.Ceiling((zone.Start + question.Loss).TotalSeconds);
        var window = (long)(left.TotalSeconds * share);
        var job = new SpotJob(Tick, Math.Max(1, (long)(work.TotalSeconds * share)), window, Math.Min(delay, window / 4), payRate, spotRate, several ? 2 : 1);
        if (!job.IsPossible) return null;
        var others = question.Spot.Count(each => each.IsUp) - 1;
        var state = spot is null
            ? chain.Shape.Down(question.Spot.Min(each => each.Age).TotalSeconds, 0.5)
            : chain.Shape.Up(spot.Age.TotalSeconds, 0.5, others);
        return new PlanRuler(SpotPlanner.Plan(chain, job, 60), state, spot is not null, share);
    }

    /// <summary>The plan's wish.</summary>
    public SpotAction Wish(TimeSpan left, TimeSpan spare, bool holdsLasting)
    {
        var time = left.TotalSeconds * Share;
        return Plan.Wish(time, Math.Max(1, time - (spare.TotalSeconds * Share)), holdsLasting ? SpotAction.OnDemand : SpotAction.Idle, 0, IsUp ? 0 : -1, State);
    }

    /// <summary>The least spare time above the given one at which it is waited for spot; null when there is none before the window's end.</summary>
    public TimeSpan? WaitAbove(TimeSpan left, TimeSpan spare)
    {
        if (IsUp) return null;
        for (var more = spare; more < left; more += TimeSpan.FromSeconds(Math.Max(60, left.TotalSeconds / 200)))
            if (Wish(left, more, holdsLasting: false).IsIdle) return more;
        return null;
    }

    // Thousandths of a dollar an hour of progress, so that saving checkpoints and a slower machine are part of the price.
    private static long Rate(ZoneOutlook zone) => Math.Max(1, (long)Math.Round(zone.HourlyUsd * 1000 / ((1 - zone.Overhead) * zone.Speed)));
}
