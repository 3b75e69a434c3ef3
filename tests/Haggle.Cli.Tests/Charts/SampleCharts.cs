using Haggle.Cli.Charts;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Tests.Charts;

/// <summary>Charts as the product draws them, with made-up numbers.</summary>
internal static class SampleCharts
{
    public static Chart Costs { get; } = new(
        "Total cost over time", new Axis("months", AxisText.Number), new Axis("$ in all", AxisText.Usd) { FromZero = true },
        [
            Straight("on demand", 0, 2190), Straight("reserved for 3 years", 0, 876), Straight("own machine", 3000, 146),
        ])
    { Marks = [new Mark(1.47, "break-even: 1.5 months")], Description = "The own machine is cheapest after a month and a half." };

    public static Chart Frontier { get; } = Chart.Scatter(
        "Cost of the training against its time", new Axis("minutes", AxisText.Number) { IsLog = true }, new Axis("$ in all", AxisText.Usd) { IsLog = true },
        [new(22, 0.47, "SageMaker K80"), new(16.2, 1.09, "p2.8xlarge"), new(45, 0.31), new(60, 2.4), new(80, 0.9), new(8, 3.9)],
        [new(20.17, 0.0094, "Colab <K80>"), new(9.5, 0.0103, "vast.ai 1070 Ti"), new(4.2, 0.214, "p3.2xlarge"), new(3.1, 0.63, "p3.8xlarge")]);

    public static Chart Prices { get; } = new(
        "Spot price", new Axis("hours", AxisText.Number), new Axis("$ an hour", AxisText.Usd) { FromZero = true },
        [
            new Series("us-east-1a", SeriesShape.Steps, [new(0, 0.9), new(3, 1.1), new(5, 0.92), new(9, 1.6), new(10, 0.95), new(24, 0.95)]),
            new Series("us-east-1b", SeriesShape.Steps, [new(0, 0.8), new(6, 0.85), new(12, 1.2), new(24, 1.0)]),
        ]);

    public static BarChart Shares { get; } = new(
        "What owning costs in three years", new Axis("$", AxisText.Usd),
        [new Bar("parts, less resale", 2400), new Bar("electricity", 5256), new Bar("admin hours", 1800), new Bar("failures", 300)]);

    public static BarChart Tornado { get; } = new(
        "What moves the month of break-even", new Axis("months", value => AxisText.Number(Math.Round(value, 2))),
        [
            new Bar("hours a week", 1.2) { Low = 5.8, LowText = "20 h", HighText = "168 h" },
            new Bar("price in the cloud", 1.3) { Low = 3.6, LowText = "$1.50/h", HighText = "$4.00/h" },
            new Bar("parts", 2.1) { Low = 1.2, LowText = "$2,400", HighText = "$4,500" },
            new Bar("electricity", 1.62) { Low = 1.42, LowText = "$0.10/kWh", HighText = "$0.40/kWh" },
        ])
    { Base = 1.5 };

    public static Timeline Life { get; } = new(
        "Where the run was", new Axis("hours since the start", AxisText.Number),
        [
            new TimelineRow("us-east-1a", [new TimelineBand(0, 4.2, 0, "attempt 1"), new TimelineBand(4.2, 4.25, 2, "reclaimed"), new TimelineBand(9, 15.5, 0, "attempt 3")]),
            new TimelineRow("eu-west-1b", [new TimelineBand(4.4, 4.8, 1, "starting"), new TimelineBand(4.8, 8.7, 0, "attempt 2")]),
        ])
    { Kinds = ["working", "starting", "lost"], Marks = [new Mark(15.5, "done")] };

    private static Series Straight(string name, double atStart, double perMonth) =>
        new(name, SeriesShape.Line, [.. Enumerable.Range(0, 13).Select(month => new ChartPoint(month, atStart + (month * perMonth)))]);
}
