using System.Numerics;
using System.Runtime.InteropServices;
using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

/// <summary>
/// The least cost that anybody who knew the future could have paid: the exact minimum over all sequences of actions that finish the work in time.
/// Dynamic programming over (tick, time lost, what is held), where time lost is the seconds idle and the seconds of start-up so far, so that the progress
/// is the time gone less the time lost. All times are multiples of one unit, the costs of whole ticks are small integers, and a tick is one pass of
/// vector instructions over the lanes of time lost. Keeps its arrays between calls; not safe for use by several threads at once.
/// </summary>
public sealed class SpotOptimum
{
    // Far above any cost, and far enough under the end of the integers that the rates of all ticks may be added to it.
    private const int Never = 1 << 29;
    private int[][] held = [];
    private int[][] best = [];
    private bool[] isEmpty = [];

    /// <summary>The least cost in thousandths of a dollar per hour times seconds; null when not even on-demand from the start would be in time.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="start">The tick in which the job starts.</param>
    /// <param name="job">The job.</param>
    /// <param name="prices">What everything costs in each tick; null: the job's prices, always.</param>
    public long? Least(ZoneSet zones, int start, SpotJob job, MarketPrices? prices = null)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(job);
        if (!job.IsPossible) return null;
        var grid = Grid.Of(job);
        Prepare(grid, job.Zones + 1);
        var least = long.MaxValue;
        for (var tick = 0; tick < job.Ticks; tick++)
        {
            var from = grid.FirstLane(tick);
            if (from >= grid.Lanes) break;
            for (var kind = 0; kind <= job.Zones; kind++)
            {
                if (!IsUp(zones, start + tick, kind, 1)) continue;
                if (!isEmpty[kind]) least = Math.Min(least, Finish(held[kind], tick, grid, 0, 0, Rate(job, kind, prices, start + tick)));
                if (tick + grid.Span <= job.Ticks && IsUp(zones, start + tick, kind, grid.Span))
                    least = Math.Min(least, Finish(
                        best[tick % best.Length], tick, grid, grid.Delay, Rates(job, kind, prices, start + tick, grid.Span - 1), Rate(job, kind, prices, start + tick + grid.Span - 1)));
            }

            Advance(tick, grid, job, zones, start, prices);
        }

        return least == long.MaxValue ? null : least;
    }

    private static int Rate(SpotJob job, int kind, MarketPrices? prices, int tick) => (prices, kind) switch
    {
        (null, 0) => (int)job.OnDemandRate,
        (null, _) => (int)job.SpotRate,
        (_, 0) => prices.OnDemand(tick),
        _ => prices.Spot(tick)[kind - 1],
    };

    // What so many whole ticks cost from one on, a tick being the unit of time.
    private static int Rates(SpotJob job, int kind, MarketPrices? prices, int tick, int count)
    {
        if (prices is null) return Rate(job, kind, null, tick) * count;
        var sum = 0;
        for (var i = 0; i < count; i++) sum += Rate(job, kind, prices, tick + i);
        return sum;
    }

    private static bool IsUp(ZoneSet zones, int tick, int kind, int span)
    {
        if (kind == 0) return true;
        if (tick < 0 || tick + span > zones.Length) return false;
        foreach (var up in zones.Up.Slice(tick, span))
            if ((up >> (kind - 1) & 1) == 0) return false;
        return true;
    }

    // The partial last tick: whoever needs no more than what this tick (or the last tick of a start-up) offers pays by the second. The ticks of a start-up
    // before the last one are paid whole.
    private static long Finish(int[] costs, int tick, Grid grid, int startUp, int before, long rate)
    {
        var least = long.MaxValue;
        var first = grid.FirstLane(tick);
        var whole = startUp == 0 ? 0 : (grid.Span - 1) * grid.Gap;
        for (var lane = first; lane < grid.Lanes; lane++)
        {
            var work = grid.Work - ((long)tick * grid.Gap) + lane;
            if (startUp + work > whole + grid.Gap) break;
            var cost = costs[grid.Pad + lane];
            if (cost < Never) least = Math.Min(least, (((cost + (long)before) * grid.Gap) + (rate * (startUp + work - whole))) * grid.Unit);
        }

        return least;
    }

    // From this tick to the next: what is held goes on, launches of Span ticks ago become ready, and anybody may have idled.
    private void Advance(int tick, Grid grid, SpotJob job, ZoneSet zones, int start, MarketPrices? prices)
    {
        var from = grid.Pad + grid.FirstLane(tick + 1);
        var to = grid.Pad + (int)Math.Min(grid.Lanes - 1, (tick + 1L) * grid.Gap);
        var next = best[(tick + 1) % best.Length];
        if (from > to) return;
        Shift(best[tick % best.Length], next, from, to, grid.Gap);
        for (var kind = 0; kind <= job.Zones; kind++)
        {
            var launchedAt = tick + 1 - grid.Span;
            if (!IsUp(zones, start + tick, kind, 1))
            {
                if (!isEmpty[kind]) Array.Fill(held[kind], Never);
                isEmpty[kind] = true;
                continue;
            }

            var launched = launchedAt >= 0 && IsUp(zones, start + launchedAt, kind, grid.Span) ? best[launchedAt % best.Length] : null;
            if (launched is null && isEmpty[kind]) continue;
            isEmpty[kind] = false;
            var rate = Rate(job, kind, prices, start + tick);
            if (launched is null) Hold(held[kind], next, from, to, rate);
            else HoldOrLaunch(held[kind], launched, next, from, to, rate, Rates(job, kind, prices, start + launchedAt, grid.Span), grid.Delay);
        }
    }

    private static void Shift(int[] source, int[] target, int from, int to, int by) =>
        source.AsSpan(from - by, to - from + 1).CopyTo(target.AsSpan(from));

    private static void Hold(int[] held, int[] next, int from, int to, int rate)
    {
        ref var heldAt = ref MemoryMarshal.GetArrayDataReference(held);
        ref var nextAt = ref MemoryMarshal.GetArrayDataReference(next);
        var rates = new Vector<int>(rate);
        for (var lane = from; lane <= to; lane += Vector<int>.Count)
        {
            var cost = Vector.LoadUnsafe(ref heldAt, (nuint)lane) + rates;
            cost.StoreUnsafe(ref heldAt, (nuint)lane);
            Vector.Min(cost, Vector.LoadUnsafe(ref nextAt, (nuint)lane)).StoreUnsafe(ref nextAt, (nuint)lane);
        }
    }

    private static void HoldOrLaunch(int[] held, int[] launched, int[] next, int from, int to, int rate, int launch, int delay)
    {
        ref var heldAt = ref MemoryMarshal.GetArrayDataReference(held);
        ref var launchedAt = ref MemoryMarshal.GetArrayDataReference(launched);
        ref var nextAt = ref MemoryMarshal.GetArrayDataReference(next);
        var (rates, launches) = (new Vector<int>(rate), new Vector<int>(launch));
        for (var lane = from; lane <= to; lane += Vector<int>.Count)
        {
            var going = Vector.LoadUnsafe(ref heldAt, (nuint)lane) + rates;
            var fresh = Vector.LoadUnsafe(ref launchedAt, (nuint)(lane - delay)) + launches;
            var cost = Vector.Min(going, fresh);
            cost.StoreUnsafe(ref heldAt, (nuint)lane);
            Vector.Min(cost, Vector.LoadUnsafe(ref nextAt, (nuint)lane)).StoreUnsafe(ref nextAt, (nuint)lane);
        }
    }

    private void Prepare(Grid grid, int kinds)
    {
        var size = grid.Pad + grid.Lanes + grid.Pad;
        if (held.Length < kinds || held[0].Length < size)
        {
            held = [.. Enumerable.Range(0, kinds).Select(_ => new int[size])];
            isEmpty = new bool[kinds];
        }

        if (best.Length != grid.Span + 1 || best[0].Length < size) best = [.. Enumerable.Range(0, grid.Span + 1).Select(_ => new int[size])];
        foreach (var lanes in held) Array.Fill(lanes, Never);
        foreach (var lanes in best) Array.Fill(lanes, Never);
        Array.Fill(isEmpty, true);
        best[0][grid.Pad] = 0;
    }

    // Everything in units: lanes of time lost, a tick, a start-up and how many ticks it takes, the work, and the padding that keeps shifts inside the arrays.
    private readonly record struct Grid(int Lanes, int Gap, int Delay, int Span, long Work, int Pad, long Unit)
    {
        public static Grid Of(SpotJob job)
        {
            var unit = Gcd(Gcd(job.Gap, job.Delay), job.Work);
            var (gap, delay) = ((int)(job.Gap / unit), (int)(job.Delay / unit));
            var lanes = checked((int)((((long)job.Ticks * job.Gap) - job.Work) / unit)) + 1;
            return new Grid(lanes, gap, delay, Math.Max(1, (delay + gap - 1) / gap), job.Work / unit, Math.Max(gap, delay) + (2 * Vector<int>.Count), unit);
        }

        // A lane below this one has finished before the tick.
        public int FirstLane(int tick) => (int)Math.Max(0, ((long)tick * Gap) - Work + 1);

        private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
    }
}
