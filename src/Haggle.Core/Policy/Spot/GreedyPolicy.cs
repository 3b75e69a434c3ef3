namespace Haggle.Core.Policy.Spot;

/// <summary>
/// Spot when there is any, else wait; when the time left falls under the work left and two start-ups, on demand for good. What retrying tools do.
/// Source: "Can't Be Late" (Wu et al., NSDI 2024).
/// </summary>
public sealed class GreedyPolicy : ISpotPolicy
{
    /// <inheritdoc />
    public string Name => "greedy";

    /// <inheritdoc />
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Run(job);

    private sealed class Run(SpotJob job) : ISpotRun
    {
        private bool sealedToOnDemand;

        public SpotAction Decide(in SpotView view)
        {
            // Whoever is on spot stays there until it is taken away; the guard sees to the rest.
            sealedToOnDemand |= !view.Mode.IsSpot && (long)(job.Ticks - view.Tick) * job.Gap < view.Work + (2 * job.Delay);
            return sealedToOnDemand ? SpotAction.OnDemand : ZoneChoice.StayOrLowest(view) ?? SpotAction.Idle;
        }
    }
}
