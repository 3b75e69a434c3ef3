namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The ratio rule: spot whenever it is safe and two start-ups of slack are left; without spot, wait while the work left is at most a share of the time left
/// (less one start-up), else on demand; on-demand is left for spot at once, never for nothing. Its line hangs on the deadline, not on the start.
/// </summary>
/// <param name="theta">The share, between 0 and 1; 0.85 did best on real availability of 2022 and 2023.</param>
public sealed class RatioPolicy(double theta = 0.85) : ISpotPolicy
{
    /// <inheritdoc />
    public string Name => FormattableString.Invariant($"ratio-{theta:0.##}");

    /// <inheritdoc />
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Run(job, theta);

    private sealed class Run(SpotJob job, double theta) : ISpotRun
    {
        public SpotAction Decide(in SpotView view)
        {
            var left = (long)(job.Ticks - view.Tick) * job.Gap;
            if (view.Mode.IsSpot) return view.Mode;
            if (ZoneChoice.StayOrLowest(view) is { } spot && left - view.Work >= 2 * job.Delay && IsSafe(view, spot)) return spot;
            if (view.Mode.IsOnDemand) return SpotAction.OnDemand;
            return view.Work <= theta * (left - job.Delay) && IsSafe(view, SpotAction.Idle) ? SpotAction.Idle : SpotAction.OnDemand;
        }

        private bool IsSafe(in SpotView view, SpotAction wish) =>
            SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish);
    }
}
