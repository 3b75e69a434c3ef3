using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Economics;

/// <summary>
/// The efficient frontier of cost against time: the points that no other point beats in both. Whoever pays for a point off it pays for nothing.
/// Of points that are exactly equal, the first stays and the others count as dominated by it. Immutable.
/// </summary>
public sealed class Frontier
{
    private readonly ImmutableArray<int> _dominators;

    private Frontier(ImmutableArray<int> members, ImmutableArray<int> dominators, int? knee)
    {
        Members = members;
        _dominators = dominators;
        Knee = knee;
    }

    /// <summary>The points on the frontier, as their places in what was given: from the cheapest to the fastest. Empty only when nothing was given.</summary>
    public ImmutableArray<int> Members { get; }

    /// <summary>
    /// The best value on the frontier, as its place in what was given: the point with the smallest product of cost and time, the cheaper one when two
    /// are equal; null when nothing was given. It is where the frontier, drawn with logarithmic axes, meets a line that trades one percent of money for
    /// one percent of time: from there on, each further percent of money buys less than a percent of time. Unlike the point of greatest curvature, it does not move
    /// when the far ends of the frontier do. What costs nothing is left out unless there is nothing else: its product says nothing.
    /// One more point never makes the product larger, unless it is free and beats the best value itself.
    /// </summary>
    public int? Knee { get; }

    /// <summary>
    /// The point that makes another one pointless, as places in what was given: the fastest of those that cost no more. It is always on the frontier.
    /// Null when the point is on the frontier itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public int? DominatorOf(int point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, _dominators.Length);
        return _dominators[point] < 0 ? null : _dominators[point];
    }

    /// <summary>Finds the frontier in O(n log n) time: sorted by cost, a point is on it when it is faster than all before it.</summary>
    public static Frontier Of(ReadOnlySpan<FrontierPoint> points) => Of(points, Sorted(points));

    /// <summary>The same for points that come by rising cost, the faster one of equals first: O(n).</summary>
    internal static Frontier OfSorted(ReadOnlySpan<FrontierPoint> points)
    {
        var order = new int[points.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        return Of(points, order);
    }

    private static Frontier Of(ReadOnlySpan<FrontierPoint> points, int[] order)
    {
        var dominators = new int[points.Length];
        var members = ImmutableArray.CreateBuilder<int>();
        var fastest = -1;
        foreach (var point in order)
        {
            if (fastest >= 0 && points[point].Time >= points[fastest].Time)
            {
                dominators[point] = fastest;
                continue;
            }

            dominators[point] = -1;
            members.Add(point);
            fastest = point;
        }

        return new Frontier(members.ToImmutable(), ImmutableArray.Create(dominators), KneeOf(points, members));
    }

    // Sorting plain numbers is several times faster than sorting with a comparison of one's own, and costs are seldom equal.
    private static int[] Sorted(ReadOnlySpan<FrontierPoint> points)
    {
        var costs = new long[points.Length];
        var order = new int[points.Length];
        for (var i = 0; i < points.Length; i++) (costs[i], order[i]) = (points[i].Cost.NanoUsd, i);
        Array.Sort(costs, order);

        var times = new (long Ticks, int Point)[1];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && costs[to] == costs[from]) to++;
            if (to - from > 1)
            {
                if (times.Length < to - from) times = new (long, int)[to - from];
                for (var i = from; i < to; i++) times[i - from] = (points[order[i]].Time.Ticks, order[i]);
                times.AsSpan(0, to - from).Sort();
                for (var i = from; i < to; i++) order[i] = times[i - from].Point;
            }

            from = to;
        }

        return order;
    }

    private static int? KneeOf(ReadOnlySpan<FrontierPoint> points, ImmutableArray<int>.Builder members)
    {
        int? best = null;
        var least = Int128.Zero;
        foreach (var member in members)
        {
            var isFree = points[member].Cost <= Money.Zero;
            if (isFree && members.Count > 1) continue;
            var product = (Int128)points[member].Cost.NanoUsd * points[member].Time.Ticks;
            if (best is not null && product >= least) continue;
            (best, least) = (member, product);
        }

        return best;
    }
}
