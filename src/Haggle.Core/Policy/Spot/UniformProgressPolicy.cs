namespace Haggle.Core.Policy.Spot;

/// <summary>
/// Uniform Progress: keeps the work done on the straight line from the start to the deadline; below it on demand, above it spot or waiting.
/// Source: "Can't Be Late" (Wu et al., NSDI 2024), with the hysteresis of two start-ups; on-demand is left for spot only, as in the authors' code.
/// </summary>
public sealed class UniformProgressPolicy : ISpotPolicy
{
    /// <inheritdoc />
    public string Name => "uniform-progress";

    /// <inheritdoc />
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Run(job);

    private sealed class Run(SpotJob job) : ISpotRun
    {
        private bool sealedToOnDemand;

        public SpotAction Decide(in SpotView view)
        {
            var left = (long)(job.Ticks - view.Tick) * job.Gap;
            sealedToOnDemand |= view.Mode.IsIdle && left < view.Work + (2 * job.Delay);
            if (sealedToOnDemand) return SpotAction.OnDemand;
            double elapsed = (long)view.Tick * job.Gap;
            double done = job.Work - view.Work;
            var spot = ZoneChoice.StayOrLowest(view);
            if (view.Mode.IsOnDemand)
                return spot is { } back && done >= (elapsed + (2 * job.Delay)) * job.Work / job.Window ? back : SpotAction.OnDemand;
            return spot ?? (done < elapsed * job.Work / job.Window ? SpotAction.OnDemand : SpotAction.Idle);
        }
    }
}
