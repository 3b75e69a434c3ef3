using System.Collections.Immutable;
using System.Globalization;
using Haggle.Cli.Simulating;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Render;

/// <summary>The scores of a contest: one column for each policy, one line for each kind of job, and what else a reader wants to know below.</summary>
internal static class ScoreView
{
    public static void Write(Page page, Scores scores)
    {
        page.Wrapped("Cost over the least that perfect foresight could have paid (1 is perfect).", Ink.Faint);
        foreach (var (title, results) in scores.Groups())
        {
            page.Blank();
            page.Line(new Inked(title, Ink.Strong), new Inked($", {Runs(results) / scores.Policies.Length:N0} runs of each policy", Ink.Faint));
            page.Table(Table(scores.Policies, results));
        }

        if (scores.Results.IsEmpty) page.Wrapped("No recording is as long as the job's window: nothing could be tried.", Ink.Careful);
        else if (scores.TooShort > 0)
        {
            page.Blank();
            page.Wrapped(string.Create(CultureInfo.InvariantCulture, $"Left out: {scores.TooShort} times a recording was too short for the job's window."), Ink.Careful);
        }
    }

    private static TextTable Table(ImmutableArray<string> policies, ImmutableArray<CellResult> results)
    {
        var table = new TextTable([new Column("TIME/WORK, START-UP"), .. policies.Select(policy => new Column(policy, Right: true))]) { Indent = 2 };
        var cells = results.Select(result => result.Cell).Distinct().OrderBy(cell => (double)cell.Window / cell.Work).ThenBy(cell => cell.Delay).ToArray();
        if (cells.Length > 1)
            foreach (var cell in cells) Row(Kind(cell), policy => F(results.Where(result => result.Policy == policy && result.Cell == cell).Average(result => result.Ratio)), Ink.Plain);
        var scores = policies.ToDictionary(policy => policy, policy => SpotScore.Of(results.Where(result => result.Policy == policy)));
        Row(cells.Length > 1 ? "mean of all" : Kind(cells[0]), policy => F(scores[policy].Mean), Ink.Strong);
        Row("95 % of runs under", policy => F(scores[policy].Percentile95), Ink.Plain);
        Row("the worst run", policy => F(scores[policy].Worst), Ink.Plain);
        Row("launches a run", policy => scores[policy].LaunchesPerRun.ToString("F1", CultureInfo.InvariantCulture), Ink.Plain);
        Row("late", policy => Count(scores[policy].Late), results.Any(result => result.Late > 0) ? Ink.Bad : Ink.Plain);
        Row("illegal wishes", policy => Count(scores[policy].Illegal), Ink.Faint);
        return table;

        void Row(string label, Func<string, string> value, Ink ink) => table.Row([new Inked(label, ink), .. policies.Select(policy => new Inked(value(policy), ink))]);
    }

    private static string Kind(SpotCell cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)cell.Window / cell.Work:0.00}, {cell.Delay / 3600.0:0.00} h");

    private static int Runs(ImmutableArray<CellResult> results) => results.Sum(result => result.Ratios.Length);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string F(double ratio) => ratio.ToString("F4", CultureInfo.InvariantCulture);
}
