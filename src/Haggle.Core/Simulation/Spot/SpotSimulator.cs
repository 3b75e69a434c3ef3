using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

/// <summary>
/// Runs one job against recorded availability, tick by tick, exact to the second and to the thousandth of a dollar per hour. The model is the one of
/// "Can't Be Late" (Wu et al., NSDI 2024): a launch makes no progress for the delay and is billed; work done is kept when a machine is taken away.
/// </summary>
public static class SpotSimulator
{
    /// <summary>How far back before the job's start a policy may look, in seconds: one week.</summary>
    public const long HistorySeconds = 168 * 3600;

    /// <summary>Runs a job that starts in a tick of the recording.</summary>
    /// <param name="zones">The recording; past its end no zone is available.</param>
    /// <param name="start">The tick in which the job starts.</param>
    /// <param name="job">The job; its tick length and its zones are those of the recording.</param>
    /// <param name="policy">Who decides.</param>
    /// <param name="trail">Takes what was held in each tick, for drawings; null: nobody looks.</param>
    /// <param name="prices">What everything costs in each tick; null: the job's prices, always.</param>
    public static SpotOutcome Run(ZoneSet zones, int start, SpotJob job, ISpotPolicy policy, List<SpotStep>? trail = null, MarketPrices? prices = null)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(policy);
        if (job.Gap != zones.Gap || job.Zones != zones.Zones) throw new ArgumentException("the job's ticks and zones must be the recording's", nameof(job));
        var back = (int)Math.Max(0, start - (HistorySeconds / job.Gap));
        var run = policy.Plan(job, zones.Up[back..start]);
        var (mode, overhead, work, cost) = (SpotAction.Idle, 0L, job.Work, 0L);
        var (launches, illegal, overruled) = (0, 0, 0);
        for (var tick = 0; ; tick++)
        {
            var now = start + tick;
            var pastDeadline = tick >= job.Ticks || now >= zones.Length;
            var up = pastDeadline ? 0UL : zones.Up[now];
            if (mode.IsSpot && (up >> mode.Code & 1) == 0) (mode, overhead) = (SpotAction.Idle, 0);
            var wish = pastDeadline ? SpotAction.OnDemand : run.Decide(new SpotView(tick, work, mode, overhead, zones.Up[back..(now + 1)], prices is null ? default : prices.Spot(now)));
            if (wish.IsSpot && (wish.Code >= 64 || (up >> wish.Code & 1) == 0))
            {
                illegal++;
                wish = SpotAction.Idle;
            }

            if (!SpotGuard.IsSafe(job, tick, work, mode, overhead, wish))
            {
                overruled++;
                wish = SpotAction.OnDemand;
            }

            if (wish.IsIdle) (mode, overhead) = (SpotAction.Idle, 0);
            else
            {
                if (wish != mode) (mode, overhead, launches) = (wish, job.Delay, launches + 1);
                var used = Math.Min(job.Gap, overhead + work);
                work -= Math.Max(0, used - overhead);
                overhead = Math.Max(0, overhead - job.Gap);
                cost += Rate(job, mode, prices, now) * used;
                if (work == 0)
                {
                    trail?.Add(new SpotStep(mode, up, work, cost));
                    return new SpotOutcome(cost, ((long)tick * job.Gap) + used, launches, tick >= job.Ticks, illegal, overruled);
                }
            }

            trail?.Add(new SpotStep(mode, up, work, cost));
        }
    }

    private static long Rate(SpotJob job, SpotAction held, MarketPrices? prices, int tick) =>
        prices is null ? job.Rate(held) : held.IsSpot ? prices.Spot(tick)[held.Code] : held.IsOnDemand ? prices.OnDemand(tick) : 0;
}
