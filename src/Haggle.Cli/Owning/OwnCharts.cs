using Haggle.Cli.Charts;
using Haggle.Core.Economics.Owning;

namespace Haggle.Cli.Owning;

/// <summary>The charts of an answer.</summary>
internal static class OwnCharts
{
    public static Chart Costs(OwnAnswer answer)
    {
        var series = answer.Lines.Select(line => Line(line.Option.Name, line.Curve)).Append(Line("own: paid so far", answer.Paid));
        return new Chart("What has been paid, month by month", new Axis("months", AxisText.Number), new Axis("$ in all", AxisText.Usd) { FromZero = true }, [.. series])
        {
            Marks = answer.Rival?.BreakEvenMonth is > 0 and var month ? [new Mark(month, $"break-even: {OwnTexts.Month(month)}")] : [],
            Description = OwnTexts.Verdict(answer),
        };
    }

    public static BarChart Bill(OwnAnswer answer)
    {
        var bill = answer.Bill;
        (string Label, Core.Units.Money Amount)[] parts =
        [
            ("machine, less what it is worth", bill.Depreciation), ("electricity and cooling", bill.Electricity), ("admin hours", bill.Admin), ("repairs", bill.Repairs), ("interest", bill.Interest),
            ("space", bill.Space), ("bandwidth", bill.Bandwidth),
        ];
        return new BarChart(
            $"What owning costs in {OwnTexts.Months(answer.Case.Question.Months)}: {OwnTexts.Usd(bill.Net)}", new Axis("", AxisText.Usd) { FromZero = true },
            [.. parts.Where(part => part.Amount.NanoUsd > 0).OrderByDescending(part => part.Amount.NanoUsd).Select(part => new Bar(part.Label, (double)part.Amount.ToUsd()) { HighText = OwnTexts.Usd(part.Amount) })]);
    }

    public static BarChart? Tornado(OwnAnswer answer) => answer.Rival is not { } rival || answer.Sensitivity.IsEmpty ? null : new BarChart(
        $"What the answer hangs on: saved by owning against {rival.Option.Name}", new Axis("saved by owning", AxisText.Usd),
        [.. answer.Sensitivity.Select(line => new Bar(line.Name, (double)line.SavedAtHigh.ToUsd()) { Low = (double)line.SavedAtLow.ToUsd(), LowText = line.Low, HighText = line.High })])
    {
        Base = Math.Round((double)rival.Saved.ToUsd()),
        Description = "Each bar changes one assumption and keeps the others.",
    };

    private static Series Line(string name, CostCurve curve) =>
        new(name, SeriesShape.Line, [.. curve.ByMonth.Select((amount, month) => new ChartPoint(month, (double)amount.ToUsd()))]);
}
