using Haggle.Core.Economics;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>All results of one task against one another: the frontier, and what each other one is beaten by.</summary>
/// <param name="Task">The task.</param>
/// <param name="Results">From the cheapest to the dearest.</param>
/// <param name="Steps">How many steps all are reckoned for; 0 when nobody counted.</param>
internal sealed record Comparison(string Task, IReadOnlyList<Compared> Results, double Steps)
{
    /// <summary>Time is compared as it was measured, to the tick: how providers count it is another matter.</summary>
    private static readonly BillingRule Exact = new(TimeSpan.FromTicks(1), TimeSpan.Zero);

    public IEnumerable<Compared> Frontier => Results.Where(result => result.BeatenBy is null).OrderBy(result => result.Time);

    public IEnumerable<Compared> LeftOut => Results.Where(result => result.BeatenBy is not null);

    /// <summary>One comparison for each task, in the order of the results.</summary>
    public static List<Comparison> Of(IReadOnlyList<Measured> results) => [.. results.GroupBy(result => result.Task, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]))];

    /// <summary>What a result costs for its own steps: price times time where there is a price, otherwise as stated.</summary>
    public static Money CostOf(Measured result, TimeSpan time) =>
        result.Rate is { } rate ? WallTimeCost.Of(rate, time, Exact, result.Nodes) : result.StatedCost ?? Money.Zero;

    private static Comparison Of(string task, Measured[] results)
    {
        // Pieces of different length say the same about speed only for the same number of steps.
        var steps = results.All(result => result.Steps > 0) ? results.Max(result => result.Steps) : 0;
        var points = results.Select(result => Point(result, steps)).ToArray();
        var frontier = Core.Economics.Frontier.Of(points);
        var compared = results.Select((result, index) => new Compared(
            result, points[index].Time, points[index].Cost, frontier.DominatorOf(index) is { } other ? results[other] : null, frontier.Knee == index && frontier.Members.Length > 1));
        return new Comparison(task, [.. compared.OrderBy(each => each.Cost.NanoUsd).ThenBy(each => each.Time)], steps);
    }

    private static FrontierPoint Point(Measured result, double steps)
    {
        var factor = steps > 0 ? steps / result.Steps : 1;
        var time = TimeSpan.FromSeconds(result.Seconds * factor);
        return new FrontierPoint(result.Rate is null ? new Money((long)Math.Round((result.StatedCost ?? Money.Zero).NanoUsd * factor)) : CostOf(result, time), time);
    }
}
