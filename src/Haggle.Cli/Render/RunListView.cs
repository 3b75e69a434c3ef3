using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>Runs, one line each.</summary>
internal static class RunListView
{
    public static void Write(Page page, RunListMessage list, bool all)
    {
        if (list.Runs.Length == 0)
        {
            page.Line(all ? "No runs yet. Start one: haggle launch FILE" : "No live runs. Those that are over: haggle status --all");
            return;
        }

        var table = new TextTable(
            new Column("RUN", Right: true), new Column("NAME"), new Column("STATUS"), new Column("PROGRESS", Right: true),
            new Column("OFFER", Leaves: 1), new Column("AGE", Right: true), new Column("COST", Right: true), new Column("WHY", Folds: true, Leaves: 2));
        foreach (var run in list.Runs)
            table.Row(
                run.Id.ToString(CultureInfo.InvariantCulture), run.Name, Words.Standing(run), ProgressText.Short(run.Progress), run.Offer,
                TimeText.Between(run.SubmittedAt, run.EndedAt ?? list.Now), Cost(run), new Inked(Words.IsOver(run) && run.Outcome == "succeeded" ? "" : run.Reason, Ink.Faint));
        page.Table(table);
        if (Array.Exists(list.Runs, run => run.Rehearsal is not null)) page.Line(new Inked("(r) rehearsal: nothing is owed, the cost is what the offer would have been paid", Ink.Faint));
        if (list.HasMore) page.Line(new Inked("There are older runs: --limit N", Ink.Faint));
    }

    private static string Cost(RunMessage run) => MoneyText.Amount(Math.Max(run.SpentNanoUsd, run.OwedNanoUsd)) + (run.Rehearsal is null ? "" : " (r)");
}
