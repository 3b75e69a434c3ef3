namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The last word on every wish of a policy: an action is safe iff it is on-demand, or finishes the job in this tick, or leaves enough time after this tick
/// for one start-up on demand and all the work that is then left. Keeps "work + delay fits the time left" true whenever the job is not on demand, so a
/// deadline that on-demand from the start would meet is never missed. After the safety net of "Can't Be Late" (Wu et al., NSDI 2024), made exact for ticks.
/// </summary>
public static class SpotGuard
{
    /// <summary>Whether an action may be taken in this tick without risking the deadline.</summary>
    /// <param name="job">The job.</param>
    /// <param name="tick">The tick to decide on.</param>
    /// <param name="work">Seconds of work left before it.</param>
    /// <param name="mode">What is held now.</param>
    /// <param name="overhead">Seconds of start-up left of what is held.</param>
    /// <param name="action">The wish.</param>
    public static bool IsSafe(SpotJob job, int tick, long work, SpotAction mode, long overhead, SpotAction action)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (action.IsOnDemand) return true;
        var after = work;
        if (action.IsSpot)
        {
            var startUp = action == mode ? overhead : job.Delay;
            after -= Math.Max(0, Math.Min(job.Gap, startUp + work) - startUp);
        }

        return after == 0 || after + job.Delay <= (job.Ticks - tick - 1L) * job.Gap;
    }
}
