using System.Globalization;
using Haggle.Cli.Charts;
using Haggle.Cli.Render;

namespace Haggle.Cli.Comparing;

/// <summary>Comparisons in a terminal.</summary>
internal static class ComparisonView
{
    public static void Write(Page page, IReadOnlyList<Comparison> comparisons)
    {
        for (var index = 0; index < comparisons.Count; index++)
        {
            if (index > 0) page.Blank();
            Write(page, comparisons[index]);
        }
    }

    private static void Write(Page page, Comparison comparison)
    {
        page.Line(new Inked(comparison.Task, Ink.Strong), comparison.Steps > 0 ? string.Create(CultureInfo.InvariantCulture, $"  ({comparison.Steps:#,0} steps each)") : "");
        page.Wrapped(ComparisonTexts.Lead(comparison));
        page.Blank();
        var table = new TextTable(
            new Column("WHERE"), new Column("TIME", Right: true), new Column("COST", Right: true), new Column("AN HOUR", Right: true, Leaves: 2), new Column("LEFT OUT OF IT", Right: true, Leaves: 3), new Column("", Optional: true));
        foreach (var result in comparison.Results)
        {
            var standing = ComparisonTexts.Standing(result);
            var ink = standing.Length == 0 ? Ink.Faint : Ink.Plain;
            table.Row(
                new Inked(ComparisonTexts.Name(result), ink), new Inked(ComparisonTexts.Time(result.Time), ink), new Inked(ComparisonTexts.Usd(result.Cost), ink), result.Result.Rate is { } rate ? MoneyText.Amount(rate.PerHour.NanoUsd, 3) : "",
                result.Result.ExcludedSeconds > 0 ? TimeText.Span(result.Result.ExcludedSeconds) : "", new Inked(standing + (result.Result.IsRehearsed ? " rehearsed" : ""), Ink.Good));
            if (ComparisonTexts.Why(result, comparison) is { Length: > 0 } why) table.Note(new Inked("not worth it: " + why, Ink.Faint));
            else if (result.Result.Phases.Count > 0) table.Note(new Inked(ComparisonTexts.Phases(result.Result), Ink.Faint));
        }

        page.Table(table);
        foreach (var result in comparison.Results)
            if (ComparisonTexts.Stated(result.Result) is { Length: > 0 } stated) page.Wrapped($"{ComparisonTexts.Name(result)}: {stated}.", Ink.Careful);
        if (comparison.Results.Any(result => result.Result.IsRehearsed)) page.Wrapped("Rehearsed: the time is this computer's, only the price is the offer's.", Ink.Careful);
        if (comparison.Results.Count < 2) return;
        page.Blank();
        TerminalChart.Write(page, ComparisonCharts.Costs(comparison));
    }
}
