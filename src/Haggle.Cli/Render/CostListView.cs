using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What all runs cost together.</summary>
internal static class CostListView
{
    public static void Write(Page page, RunListMessage list)
    {
        if (list.Runs.Length == 0)
        {
            page.Line("No runs yet, so nothing was spent.");
            return;
        }

        var table = new TextTable(new Column("RUN", Right: true), new Column("NAME"), new Column("STATUS"), new Column("ESTIMATE", Right: true), new Column("COST", Right: true), new Column("REHEARSED", Right: true));
        foreach (var run in list.Runs)
        {
            var cost = MoneyText.Amount(Cost(run));
            table.Row(
                run.Id.ToString(CultureInfo.InvariantCulture), run.Name, Words.Standing(run), MoneyText.Amount(run.Estimate?.ExpectedCostNanoUsd),
                run.Rehearsal is null ? cost : "", run.Rehearsal is null ? "" : cost);
        }

        page.Table(table);
        page.Blank();
        var owed = list.Runs.Where(run => run.Rehearsal is null).Sum(Cost);
        page.Labelled("Spent", $"{MoneyText.Amount(owed)} in {SizeText.Count(list.Runs.Count(run => run.Rehearsal is null), "run")}", Ink.Strong);
        var rehearsed = list.Runs.Count(run => run.Rehearsal is not null);
        if (rehearsed > 0) page.Labelled("Rehearsed", $"{MoneyText.Amount(list.Runs.Where(run => run.Rehearsal is not null).Sum(Cost))} in {SizeText.Count(rehearsed, "run")}, owed to nobody");
        if (list.HasMore) page.Line(new Inked("  Older runs are not counted here: --limit N", Ink.Careful));
    }

    private static long Cost(RunMessage run) => Math.Max(run.SpentNanoUsd, run.OwedNanoUsd);
}
