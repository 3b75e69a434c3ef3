using Haggle.Cli.Charts;

namespace Haggle.Cli.Comparing;

/// <summary>The charts of a comparison: what the task costs, and what an hour costs, against the time it takes.</summary>
internal static class ComparisonCharts
{
    private const double Spread = 20;

    /// <summary>With more results than that, only the frontier has its names in the chart; the table has them all.</summary>
    private const int NamesMost = 10;

    public static Chart Costs(Comparison comparison) => Scatter(comparison, "Cost against time", "$ for the task", result => (double)result.Cost.ToUsd());

    public static Chart Rates(Comparison comparison) =>
        Scatter(comparison, "Price of an hour against time", "$ an hour", result => result.Time > TimeSpan.Zero ? (double)result.Cost.ToUsd() / result.Time.TotalHours : 0);

    private static Chart Scatter(Comparison comparison, string title, string unit, Func<Compared, double> value)
    {
        ChartPoint Point(Compared result) => new(result.Time.TotalHours, value(result), ComparisonTexts.Name(result));
        var x = new Axis("time", AxisText.Hours) { IsLog = IsWide(comparison.Results.Select(result => result.Time.TotalHours)) };
        var y = new Axis(unit, AxisText.Usd) { IsLog = IsWide(comparison.Results.Select(value)), FromZero = true };
        return Chart.Scatter($"{comparison.Task}: {title.ToLowerInvariant()}", x, y, [.. comparison.LeftOut.Select(result => comparison.Results.Count > NamesMost ? Point(result) with { Label = "" } : Point(result))], [.. comparison.Frontier.Select(Point)]) with { Description = ComparisonTexts.Lead(comparison) };
    }

    /// <summary>Whether values lie so far apart that a linear axis would press most of them into a corner; zero has no place on a logarithmic one.</summary>
    private static bool IsWide(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return all.Min() > 0 && all.Max() / all.Min() > Spread;
    }
}
