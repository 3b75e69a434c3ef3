using System.Globalization;
using Haggle.Cli.Charts;
using Haggle.Cli.Render;
using Haggle.Cli.Reports;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>The page of a contest: the scores, and for some runs what was up, what each policy held, its progress against the deadline and its cost.</summary>
internal static class RunReport
{
    private const int Up = 0;
    private const int Spot = 0;
    private const int OnDemand = 1;

    private static readonly Axis Hours = new("hours since the start", hours => hours.ToString("0.#", CultureInfo.InvariantCulture));

    public static string Of(Scores scores, IReadOnlyList<DrawnRun> runs, string source)
    {
        var report = new Report("Spot policies, simulated", Lead(scores));
        foreach (var (title, results) in scores.Groups())
        {
            report.Heading($"Scores: {title}");
            report.Table(Table(scores, [.. results]));
        }

        foreach (var run in runs) Draw(report, run);
        return report.ToHtml($"Made by haggle simulate on {source}. The same command makes the same bytes. The model of time and cost is the one of \"Can't Be Late\" (Wu et al., NSDI 2024); docs/spot-policy.md describes it.");
    }

    private static string Lead(Scores scores)
    {
        if (scores.Results.IsEmpty) return "No recording is as long as the job's window: nothing could be tried.";
        var best = scores.Policies.Select(policy => (policy, SpotScore.Of(scores.Results.Where(result => result.Policy == policy)))).MinBy(each => each.Item2.Mean);
        var late = scores.Results.Sum(result => result.Late);
        return string.Create(CultureInfo.InvariantCulture,
            $"The cheapest policy was {best.policy}: {(best.Item2.Mean - 1) * 100:0.0} % above the least that perfect foresight could have paid, over {best.Item2.Runs} runs. Runs that were late, of all policies: {late}.");
    }

    private static ReportTable Table(Scores scores, IReadOnlyList<CellResult> results)
    {
        var table = new ReportTable(
            "Cost over the least that perfect foresight could have paid", new ReportColumn("policy"), new ReportColumn("mean", Right: true), new ReportColumn("95 % of runs under", Right: true), new ReportColumn("worst run", Right: true),
            new ReportColumn("launches a run", Right: true), new ReportColumn("late", Right: true));
        foreach (var policy in scores.Policies)
        {
            var score = SpotScore.Of(results.Where(result => result.Policy == policy));
            table.Row(policy, F(score.Mean), F(score.Percentile95), F(score.Worst), score.LaunchesPerRun.ToString("F1", CultureInfo.InvariantCulture), score.Late.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static void Draw(Report report, DrawnRun run)
    {
        var job = run.Job;
        report.Heading($"{run.Recording.Name}, start in tick {run.Start}");
        report.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"{TimeText.Span((double)job.Work)} of work due {TimeText.Span((double)job.Ticks * job.Gap)} from the start; a start-up takes {TimeText.Span((double)job.Delay)}. Perfect foresight would have paid ${run.Least / 3.6e6:0.00}."));
        var due = (double)job.Ticks * job.Gap / 3600;
        var rows = new List<TimelineRow>();
        for (var zone = 0; zone < run.Recording.Zones.Zones; zone++) rows.Add(Availability(run, zone));
        foreach (var (policy, _, steps) in run.Runs) rows.Add(Held(policy, steps, run));
        report.Timeline(new Timeline("What was up, and what was held", Hours, rows)
        {
            Kinds = ["spot: up (zones), held (policies)", "held on demand"],
            Marks = [new Mark(due, "deadline")],
            Description = "One row for each zone with the times at which spot was to be had, one for each policy with what it held.",
        });
        report.Chart(new Chart("Progress against the deadline", Hours, new Axis("hours of work done", hours => hours.ToString("0.#", CultureInfo.InvariantCulture)) { FromZero = true },
            [.. run.Runs.Select(each => new Series(each.Policy, SeriesShape.Line, Points(run, each.Steps, step => (job.Work - step.Work) / 3600.0)))])
        {
            Marks = [new Mark(due, "deadline")],
            Description = "Hours of work done over time, one line for each policy.",
        });
        var least = new Series("the least possible, in all", SeriesShape.Line, [new ChartPoint(0, run.Least / 3.6e6), new ChartPoint(due, run.Least / 3.6e6)]);
        report.Chart(new Chart("Cost against the optimum", Hours, new Axis("dollars paid so far", AxisText.Usd) { FromZero = true },
            [.. run.Runs.Select(each => new Series(string.Create(CultureInfo.InvariantCulture, $"{each.Policy}: ${each.Outcome.Dollars:0.00}, {(double)each.Outcome.Cost / run.Least:0.000} times the least"), SeriesShape.Line, Points(run, each.Steps, step => step.Cost / 3.6e6))), least])
        {
            Description = "Dollars paid over time, one line for each policy, and the least that could have been paid in all.",
        });
    }

    private static TimelineRow Availability(DrawnRun run, int zone)
    {
        var bands = new List<TimelineBand>();
        var up = run.Recording.Zones.Up.Slice(run.Start, run.Job.Ticks);
        Bands(bands, up.Length, run.Job.Gap, Bits(up, zone));
        var name = run.Recording.Zones.Zones == 1 ? "spot is up" : $"zone {zone + 1} is up";
        return new TimelineRow(name, bands);
    }

    private static int[] Bits(ReadOnlySpan<ulong> up, int zone)
    {
        var kinds = new int[up.Length];
        for (var tick = 0; tick < up.Length; tick++) kinds[tick] = (up[tick] >> zone & 1) != 0 ? Up : -1;
        return kinds;
    }

    private static TimelineRow Held(string policy, IReadOnlyList<SpotStep> steps, DrawnRun run)
    {
        var bands = new List<TimelineBand>();
        Bands(bands, steps.Count, run.Job.Gap, [.. steps.Select(step => Kind(step.Held))]);
        return new TimelineRow(policy, bands);
    }

    private static int Kind(SpotAction held) => held.IsSpot ? Spot : held.IsOnDemand ? OnDemand : -1;

    private static void Bands(List<TimelineBand> bands, int ticks, int gap, int[] kinds)
    {
        for (var from = 0; from < ticks;)
        {
            var to = from;
            while (to < ticks && kinds[to] == kinds[from]) to++;
            if (kinds[from] >= 0) bands.Add(new TimelineBand(from * gap / 3600.0, to * gap / 3600.0, kinds[from]));
            from = to;
        }
    }

    // A point where the line turns; what lies between says nothing more.
    private static List<ChartPoint> Points(DrawnRun run, IReadOnlyList<SpotStep> steps, Func<SpotStep, double> value)
    {
        var points = new List<ChartPoint> { new(0, 0) };
        for (var tick = 0; tick < steps.Count; tick++)
        {
            var point = new ChartPoint((tick + 1) * run.Job.Gap / 3600.0, value(steps[tick]));
            if (points.Count > 1 && Math.Abs(Slope(points[^2], points[^1]) - Slope(points[^1], point)) < 1e-9) points[^1] = point;
            else points.Add(point);
        }

        return points;
    }

    private static double Slope(ChartPoint from, ChartPoint to) => (to.Y - from.Y) / (to.X - from.X);

    private static string F(double ratio) => ratio.ToString("F4", CultureInfo.InvariantCulture);
}
