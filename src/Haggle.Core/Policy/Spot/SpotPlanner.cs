using System.Numerics;

namespace Haggle.Core.Policy.Spot;

/// <summary>
/// Makes the plan of a job by exact dynamic programming backwards from the deadline over (steps left, spare time, what is held with its start-up left, market
/// state): least expected cost over the market chain, with launches that take time and are forfeited when the machine is lost, and with the safety guard as a
/// wall. Spare time is a fine grid with linear interpolation. The problem is that of "Can't Be Late" (Wu et al., NSDI 2024).
/// </summary>
public sealed class SpotPlanner
{
    private const float Forbidden = 1e12f;
    private const int MostPoints = 1500;
    private readonly MarketChain chain;
    private readonly SpotJob job;
    private readonly double step;
    private readonly double cell;
    private readonly int points;
    private readonly int pad;
    private readonly int levels;
    private readonly double[] overheads;
    private readonly SpotPlan plan;
    private readonly float[][] value;
    private readonly float[][] fresh;
    private readonly float[] expected;
    private readonly float[][] ask;
    private readonly float[][] spotCost;
    private readonly float[][] payCost;

    private SpotPlanner(MarketChain chain, SpotJob job, int finest)
    {
        (this.chain, this.job) = (chain, job);
        step = Math.Max(1, Math.Round(MarketShape.Step / job.Gap)) * job.Gap;
        var time = (double)job.Ticks * job.Gap;
        var most = Math.Max(step, time - job.Work);
        // Short slacks get points between the steps; very long ones fewer than one a step, so that a plan's price stays bounded.
        var steps = most / step;
        cell = steps > MostPoints ? most / MostPoints : step / Math.Clamp(Math.Floor(finest / steps), 1, 8);
        points = (int)Math.Ceiling(most / cell) + 2;
        levels = Math.Max(1, (int)Math.Ceiling(job.Delay / step));
        overheads = [.. Enumerable.Range(1, levels).Select(i => Math.Max(0, job.Delay - (i * step)))];
        pad = (int)Math.Ceiling(step / cell) + 2;
        plan = new SpotPlan(chain, job, (int)Math.Ceiling(time / step), step, overheads);
        var states = chain.Shape.States;
        var width = Round(points);
        value = Arrays(states * Modes, width);
        fresh = Arrays(states * Modes, width);
        expected = new float[pad + width + Vector<float>.Count];
        ask = Arrays(3 + (2 * levels), width);
        spotCost = Arrays(levels + 1, width);
        payCost = Arrays(levels + 1, width);
    }

    // Modes of a market state: idle, then on demand by level of start-up left, then spot by level.
    private int Modes => 1 + (2 * levels);

    /// <summary>Plans a job.</summary>
    /// <param name="chain">The market model.</param>
    /// <param name="job">The job; it must be possible.</param>
    /// <param name="finest">About how many points of spare time to keep.</param>
    public static SpotPlan Plan(MarketChain chain, SpotJob job, int finest = 150)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(job);
        var planner = new SpotPlanner(chain, job, finest);
        var (now, next) = (planner.fresh, planner.value);
        for (var left = 1; left <= planner.plan.Steps; left++)
        {
            planner.StepBack(left, next, now);
            (now, next) = (next, now);
        }

        planner.plan.ExpectedCost = Enumerable.Range(0, chain.Shape.States).Select(state => (double)planner.At(next[state * planner.Modes])).ToArray();
        return planner.plan;
    }

    private static int Round(int points) => (points + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    private static float[][] Arrays(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => new float[width])];

    private float At(float[] values) => values[Math.Clamp((int)Math.Round((((double)job.Ticks * job.Gap) - job.Work) / cell), 0, points - 1)];

    private void StepBack(int left, float[][] next, float[][] now)
    {
        for (var level = 0; level <= levels; level++)
        {
            // Entry 0 is a launch, entry j + 1 goes on with level j; the last step of a job is paid by the second.
            var overhead = level == 0 ? job.Delay : overheads[level - 1];
            for (var i = 0; i < points; i++)
            {
                var paid = (float)Math.Clamp(overhead + (left * step) - (i * cell), 0, step);
                spotCost[level][i] = paid * job.SpotRate;
                payCost[level][i] = paid * job.OnDemandRate;
            }
        }

        for (var state = 0; state < chain.Shape.States; state++)
        {
            Ask(state, next);
            Answer(state, now, left);
            Remember(state, left);
        }
    }

    // The expected cost of each action: 0 idle, 1 launch on demand, 2 launch spot, then on demand going on by level, then spot going on by level.
    private void Ask(int state, float[][] next)
    {
        var isUp = state < chain.Shape.UpStates;
        Expect(state, next, 0);
        Shift(ask[0], null, step, job.Delay);
        for (var level = 0; level < levels; level++)
        {
            Expect(state, next, 1 + level);
            if (level == 0) Shift(ask[1], payCost[0], Math.Min(step, job.Delay), -1);
            if (level > 0) Shift(ask[3 + level - 1], payCost[level], Math.Min(step, overheads[level - 1]), -1);
            if (level == levels - 1) Shift(ask[3 + level], payCost[level + 1], 0, -1);
            if (!isUp) continue;
            Expect(state, next, 1 + levels + level);
            if (level == 0) Shift(ask[2], spotCost[0], Math.Min(step, job.Delay), job.Delay);
            if (level > 0) Shift(ask[3 + levels + level - 1], spotCost[level], Math.Min(step, overheads[level - 1]), job.Delay);
            if (level == levels - 1) Shift(ask[3 + levels + level], spotCost[level + 1], 0, job.Delay);
        }

        // A chain overrates waiting for a better run than the one at hand: it forgets that bad hours come in bunches. So spot that can be had is not waited for.
        if (isUp) Array.Fill(ask[0], Forbidden);
        if (isUp) return;
        Array.Fill(ask[2], Forbidden);
        for (var level = 0; level < levels; level++) Array.Fill(ask[3 + levels + level], Forbidden);
    }

    // The mean over the ways out of a state of the cost from there, holding what the mode says (or nothing, where that was lost).
    private void Expect(int state, float[][] next, int mode)
    {
        Array.Clear(expected);
        foreach (var arrow in chain.Arrows[state])
        {
            var held = mode > levels && (!arrow.LivesOn || arrow.To >= chain.Shape.UpStates) ? 0 : mode;
            var source = next[(arrow.To * Modes) + held];
            var chance = new Vector<float>(arrow.Chance);
            for (var i = 0; i < source.Length; i += Vector<float>.Count)
                (new Vector<float>(expected, pad + i) + (chance * new Vector<float>(source, i))).CopyTo(expected, pad + i);
        }

        Array.Fill(expected, expected[pad], 0, pad);
    }

    // Costs at a spare time come from the expectation at what is left of it after the step; below the wall the action is forbidden.
    private void Shift(float[] target, float[]? cost, double spent, double wall)
    {
        var shift = spent / cell;
        var whole = (int)shift;
        var part = (float)(shift - whole);
        var (near, far) = (new Vector<float>(1 - part), new Vector<float>(part));
        for (var i = 0; i < target.Length; i += Vector<float>.Count)
        {
            var at = pad + i - whole;
            var mean = (near * new Vector<float>(expected, at)) + (far * new Vector<float>(expected, at - 1));
            (cost is null ? mean : mean + new Vector<float>(cost, i)).CopyTo(target, i);
        }

        if (wall < 0) return;
        var first = (int)Math.Ceiling(((wall + spent) / cell) - 1e-9);
        Array.Fill(target, Forbidden, 0, Math.Min(first, target.Length));
    }

    private void Answer(int state, float[][] now, int left)
    {
        var idle = now[state * Modes];
        for (var i = 0; i < idle.Length; i += Vector<float>.Count)
            Vector.Min(new Vector<float>(ask[0], i), Vector.Min(new Vector<float>(ask[1], i), new Vector<float>(ask[2], i))).CopyTo(idle, i);
        // Where the spare time is the whole time left, the work is done.
        var done = Math.Min(idle.Length, (int)Math.Ceiling(left * step / cell));
        Array.Clear(idle, done, idle.Length - done);
        for (var mode = 1; mode < Modes; mode++)
        {
            // On demand is left for spot only: whoever pays for safety and then waits pays for the next start-up too.
            var held = now[(state * Modes) + mode];
            var other = mode <= levels ? ask[2] : idle;
            for (var i = 0; i < held.Length; i += Vector<float>.Count)
                Vector.Min(new Vector<float>(ask[2 + mode], i), new Vector<float>(other, i)).CopyTo(held, i);
            Array.Clear(held, done, held.Length - done);
        }
    }

    // The spare times at which the best action changes.
    private void Remember(int state, int left)
    {
        var top = Math.Min(points - 1, (int)Math.Ceiling(left * step / cell) - 1);
        var isUp = state < chain.Shape.UpStates;
        var row = (left * chain.Shape.States) + state;
        var (idle, pay, spot) = (ask[0], ask[1], ask[2]);
        var i = top;
        while (i >= 0 && pay[i] >= Math.Min(idle[i], spot[i])) i--;
        plan.PayBelow[row] = i < 0 ? 0 : Crossing(i, top, pay[i] - Math.Min(idle[i], spot[i]), i < top ? pay[i + 1] - Math.Min(idle[i + 1], spot[i + 1]) : 0);
        plan.WaitAbove[row] = float.PositiveInfinity;
        if (isUp)
        {
            for (i = top; i >= 0 && idle[i] < spot[i];) i--;
            plan.WaitAbove[row] = i == top ? float.PositiveInfinity
                : i < 0 ? 0 : Crossing(i, top, idle[i] - spot[i], idle[i + 1] - spot[i + 1]);
        }

        for (var level = 0; level < levels; level++)
        {
            // Upwards from the wall: near the end of the work a machine on demand is kept although there is much time, and the plan's user knows that.
            var stay = ask[3 + level];
            for (i = 0; i <= top && spot[i] >= stay[i];) i++;
            plan.LeaveAbove[(row * levels) + level] = i > top ? float.PositiveInfinity
                : i == 0 ? 0 : Crossing(i - 1, top, spot[i - 1] - stay[i - 1], spot[i] - stay[i]);
        }
    }

    private float Crossing(int index, int top, float below, float above)
    {
        if (index >= top || Math.Abs(below) > Forbidden / 2 || Math.Abs(above) > Forbidden / 2) return (float)((index + 0.5) * cell);
        var span = above - below;
        return (float)((index + (span == 0 ? 0.5 : Math.Clamp(-below / span, 0, 1))) * cell);
    }
}
