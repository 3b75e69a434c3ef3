using Haggle.Cli.Render;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Comparing;

/// <summary>Comparisons as a report that any browser shows.</summary>
internal static class ComparisonReport
{
    public static string Html(IReadOnlyList<Comparison> comparisons, DateTimeOffset now)
    {
        var report = new Report(
            comparisons.Count == 1 ? $"What it takes to do {comparisons[0].Task}" : $"What {SizeText.Count(comparisons.Count, "task")} take",
            comparisons.Count == 1 ? ComparisonTexts.Lead(comparisons[0]) : "The same tasks in different places: time, cost, and what is worth its price.");
        foreach (var comparison in comparisons)
        {
            if (comparisons.Count > 1) report.Heading(comparison.Task).Paragraph(ComparisonTexts.Lead(comparison));
            if (comparison.Results.Count > 1) report.Chart(ComparisonCharts.Costs(comparison)).Chart(ComparisonCharts.Rates(comparison));
            report.Table(Table(comparison));
            foreach (var result in comparison.Results)
                if (ComparisonTexts.Stated(result.Result) is { Length: > 0 } stated) report.Note($"{ComparisonTexts.Name(result)}: {stated}.");
        }

        return report.ToHtml($"Made by haggle {ProductVersion.Text} on {TimeText.Day(now)}.");
    }

    private static ReportTable Table(Comparison comparison)
    {
        var table = new ReportTable(
            "From the cheapest to the dearest", new ReportColumn("where"), new ReportColumn("time", Right: true), new ReportColumn("cost", Right: true), new ReportColumn("an hour", Right: true), new ReportColumn("left out of it", Right: true),
            new ReportColumn("phases"), new ReportColumn("standing"));
        foreach (var result in comparison.Results)
        {
            string[] cells =
            [
                ComparisonTexts.Name(result), ComparisonTexts.Time(result.Time), ComparisonTexts.Usd(result.Cost), result.Result.Rate is { } rate ? MoneyText.Amount(rate.PerHour.NanoUsd, 3) : "",
                result.Result.ExcludedSeconds > 0 ? TimeText.Span(result.Result.ExcludedSeconds) : "", ComparisonTexts.Phases(result.Result),
                result.BeatenBy is null ? ComparisonTexts.Standing(result) : "not worth it: " + ComparisonTexts.Why(result, comparison),
            ];
            if (result.IsBestValue) table.BestRow(cells);
            else table.Row(cells);
        }

        return table;
    }
}
