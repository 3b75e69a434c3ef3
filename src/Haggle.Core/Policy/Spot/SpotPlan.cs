namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The plan of one job: for each step to the deadline and each market state, how much spare time must be left for waiting, for launching spot, or for leaving
/// on-demand. Spare time is the time to the deadline less the work left.
/// </summary>
public sealed class SpotPlan
{
    internal SpotPlan(MarketChain chain, SpotJob job, int steps, double stepLength, double[] levels)
    {
        (Chain, Job, Steps, StepLength, Levels) = (chain, job, steps, stepLength, levels);
        var states = chain.Shape.States;
        PayBelow = new float[(steps + 1) * states];
        WaitAbove = new float[(steps + 1) * states];
        LeaveAbove = new float[(steps + 1) * states * levels.Length];
    }

    /// <summary>The market model that was planned with.</summary>
    public MarketChain Chain { get; }

    /// <summary>The job.</summary>
    public SpotJob Job { get; }

    /// <summary>Expected cost from the start by market state, in thousandths of a dollar per hour times seconds.</summary>
    public ReadOnlyMemory<double> ExpectedCost { get; internal set; }

    internal int Steps { get; }

    internal double StepLength { get; }

    /// <summary>Seconds of start-up left after 1, 2, ... steps of a launch; the last is 0.</summary>
    internal double[] Levels { get; }

    internal float[] PayBelow { get; }

    internal float[] WaitAbove { get; }

    internal float[] LeaveAbove { get; }

    /// <summary>The wish in a tick, before the guard has had its word.</summary>
    /// <param name="left">Seconds to the deadline.</param>
    /// <param name="work">Seconds of work left.</param>
    /// <param name="mode">What is held.</param>
    /// <param name="overhead">Seconds of start-up left of what is held.</param>
    /// <param name="zone">The best zone that is up; -1: none.</param>
    /// <param name="state">The market state seen from there.</param>
    public SpotAction Wish(double left, double work, SpotAction mode, double overhead, int zone, int state)
    {
        if (mode.IsSpot) return mode;
        var step = left / StepLength;
        var spare = left - work;
        if (mode.IsOnDemand)
        {
            // Close to the end a new start-up costs more than staying.
            if ((overhead + work) * Job.OnDemandRate <= (Job.Delay + work) * Job.SpotRate) return SpotAction.OnDemand;
            var level = Level(overhead);
            if (zone < 0 || spare - (overhead - Levels[level]) <= At(LeaveAbove, Levels.Length, step, state, level)) return SpotAction.OnDemand;
            return SpotAction.Spot(zone);
        }

        if (spare < At(PayBelow, 1, step, state, 0)) return SpotAction.OnDemand;
        return zone >= 0 && spare <= At(WaitAbove, 1, step, state, 0) ? SpotAction.Spot(zone) : SpotAction.Idle;
    }

    // The level at or below what is left of the start-up.
    internal int Level(double overhead)
    {
        var level = 0;
        while (level < Levels.Length - 1 && Levels[level] > overhead) level++;
        return level;
    }

    // A threshold between two steps.
    private float At(float[] table, int width, double step, int state, int column)
    {
        var low = Math.Clamp((int)step, 0, Steps);
        var high = Math.Min(low + 1, Steps);
        var states = Chain.Shape.States;
        var below = table[(((low * states) + state) * width) + column];
        var above = table[(((high * states) + state) * width) + column];
        if (below == above || float.IsInfinity(below)) return above;
        if (float.IsInfinity(above)) return below;
        return below + ((above - below) * (float)(step - low));
    }
}
