using System.Diagnostics;
using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>How fast the simulator runs the ratio rule, and how long the planner takes for a job and for a decision; on one core.</summary>
internal static class SpeedCommand
{
    public static int Run(Options options)
    {
        var report = new Report("Spot policy: speed, one core", "speed");
        var singles = PublicTraces.Singles(options.Traces);
        Ratio(singles);
        var (hours, seconds) = Ratio(singles);
        report.Line(string.Create(CultureInfo.InvariantCulture, $"Ratio rule: {hours / seconds / 1e6:F2} million trace-hours per second ({hours:F0} h in {seconds:F2} s).\n"));
        report.Line("| recording | R h | d h | plan, s | per decision, us |\n|---|---|---|---|---|");
        foreach (var recording in singles.Where(r => r.Name is "us-west-2a_v100_8" or "us-east-1d_v100_1").Concat(PublicTraces.Pairs(options.Traces)[^1..]))
            foreach (var cell in SpotProtocol.Cells.Where(c => c.Delay is 72 or 1800 && c.Window is 190_080 or 345_600))
                Plan(report, recording, cell);
        report.Save(options.Out);
        return 0;
    }

    private static (double Hours, double Seconds) Ratio(List<Recording> recordings)
    {
        var (hours, watch, policy) = (0.0, Stopwatch.StartNew(), new RatioPolicy());
        foreach (var zones in recordings.Select(r => r.Zones))
            foreach (var cell in SpotProtocol.Cells)
            {
                var job = SpotProtocol.Job(zones, cell);
                foreach (var start in SpotProtocol.Starts(zones, job)) hours += SpotSimulator.Run(zones, start, job, policy).Finish / 3600.0;
            }

        return (hours, watch.Elapsed.TotalSeconds);
    }

    private static void Plan(Report report, Recording recording, SpotCell cell)
    {
        var job = SpotProtocol.Job(recording.Zones, cell);
        var starts = SpotProtocol.Starts(recording.Zones, job, 20);
        var (planning, running, ticks) = (0.0, 0.0, 0L);
        foreach (var start in starts)
        {
            var back = (int)Math.Max(0, start - (SpotSimulator.HistorySeconds / job.Gap));
            var watch = Stopwatch.StartNew();
            var prior = job.Zones == 1 ? SpotPriors.Single : SpotPriors.Several;
            var plan = PlannerPolicy.Plan(job, prior, recording.Zones.Up[back..start]);
            planning += watch.Elapsed.TotalSeconds;
            watch.Restart();
            ticks += SpotSimulator.Run(recording.Zones, start, job, new Planned(plan)).Finish / job.Gap;
            running += watch.Elapsed.TotalSeconds;
        }

        report.Line(string.Create(CultureInfo.InvariantCulture,
            $"| {recording.Name} | {cell.Window / 3600.0:F1} | {cell.Delay / 3600.0:F2} | {planning / starts.Length:F3} | {running / ticks * 1e6:F2} |"));
    }

    private sealed class Planned(SpotPlan plan) : ISpotPolicy
    {
        public string Name => "planner";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => PlannerPolicy.Follow(plan);
    }
}
