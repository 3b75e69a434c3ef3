namespace Haggle.Core.Policy.Spot;

/// <summary>A job as the spot policy sees it. All lengths are whole seconds; decisions fall at the edges of ticks.</summary>
/// <param name="Gap">Length of a tick in seconds, above 0.</param>
/// <param name="Work">Seconds of computation needed in all, on one machine (or gang), above 0.</param>
/// <param name="Window">Seconds from the start to the deadline.</param>
/// <param name="Delay">Seconds without progress after each launch (start-up and recovery), billed; 0 or above.</param>
/// <param name="OnDemandRate">Price on demand in thousandths of a dollar per hour.</param>
/// <param name="SpotRate">Price of spot in every zone, in thousandths of a dollar per hour.</param>
/// <param name="Zones">How many zones there are, 1 to 64.</param>
public sealed record SpotJob(int Gap, long Work, long Window, long Delay, long OnDemandRate, long SpotRate, int Zones)
{
    /// <summary>How many whole ticks fit before the deadline; the job is due at the end of the last.</summary>
    public int Ticks { get; } = checked((int)(Window / Gap));

    /// <summary>The price of holding something, in thousandths of a dollar per hour.</summary>
    public long Rate(SpotAction action) => action.IsIdle ? 0 : action.IsOnDemand ? OnDemandRate : SpotRate;

    /// <summary>Whether on-demand from the first tick on would be in time.</summary>
    public bool IsPossible => Work + Delay <= (long)Ticks * Gap;
}
