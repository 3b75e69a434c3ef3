using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics;

public sealed class FrontierTests
{
    // Few different numbers, so that ties are common.
    private static Arbitrary<FrontierPoint[]> Any =>
        (from cost in Gen.Choose(0, 30) from minutes in Gen.Choose(0, 30) select Point(cost, minutes)).ArrayOf().ToArbitrary();

    [Fact]
    public void Nothing_has_no_frontier()
    {
        Assert.Empty(Frontier.Of([]).Members);
        Assert.Null(Frontier.Of([]).Knee);
    }

    [Fact]
    public void Points_run_from_the_cheapest_to_the_fastest_and_the_others_name_what_beats_them()
    {
        var frontier = Frontier.Of([Point(4, 16), Point(1, 60), Point(2, 20), Point(3, 10), Point(2, 20)]);
        Assert.Equal([1, 2, 3], frontier.Members);
        Assert.Equal(3, frontier.DominatorOf(0));
        Assert.Equal(2, frontier.DominatorOf(4));
        Assert.Null(frontier.DominatorOf(1));
        Assert.Equal(3, frontier.Knee);
    }

    [Fact]
    public void What_is_free_is_best_value_only_alone()
    {
        Assert.Equal(1, Frontier.Of([Point(0, 60), Point(5, 6)]).Knee);
        Assert.Equal(0, Frontier.Of([Point(0, 60), Point(5, 61)]).Knee);
    }

    [Fact]
    public void The_frontier_is_exactly_what_no_point_dominates() => Prop.ForAll(Any, points =>
    {
        var frontier = Frontier.Of(points);
        var free = points.Where(point => !points.Any(other => other.Dominates(point))).Distinct().OrderBy(point => point.Cost);
        return frontier.Members.Select(member => points[member]).SequenceEqual(free);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_dominator_is_on_the_frontier_and_neither_dearer_nor_slower() => Prop.ForAll(Any, points =>
    {
        var frontier = Frontier.Of(points);
        return Enumerable.Range(0, points.Length).All(point => frontier.DominatorOf(point) is not { } by
            ? frontier.Members.Contains(point)
            : !frontier.Members.Contains(point) && frontier.Members.Contains(by) && (points[by].Dominates(points[point]) || (points[by] == points[point] && by < point)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_point_never_makes_the_cheapest_the_fastest_or_the_best_value_worse() => Prop.ForAll(Any, Any, (points, more) =>
    {
        if (points.Length == 0) return true;
        var all = points.Concat(more).ToArray();
        var (before, after) = (Frontier.Of(points), Frontier.Of(all));
        var knee = points[before.Knee!.Value];
        return all[after.Members[0]].Cost <= points[before.Members[0]].Cost
            && all[after.Members[^1]].Time <= points[before.Members[^1]].Time
            // Only what is free may push the best value off the frontier and leave nothing as good: it has no price to compare.
            && (knee.Cost == Money.Zero || all.Any(point => point.Cost == Money.Zero && point.Dominates(knee)) || Product(all[after.Knee!.Value]) <= Product(knee));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_best_value_does_not_depend_on_units() => Prop.ForAll(Any, points =>
        Frontier.Of(points).Knee == Frontier.Of([.. points.Select(each => new FrontierPoint(each.Cost * 1000, each.Time * 7))]).Knee).QuickCheckThrowOnFailure();

    private static double Product(FrontierPoint point) => point.Cost.NanoUsd * point.Time.TotalHours;

    private static FrontierPoint Point(int usd, int minutes) => new(Money.FromUsd(usd), TimeSpan.FromMinutes(minutes));
}
