using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// The 1,080 scenarios of the open leaderboard for this problem (UCB-ADRS/ADRS-Leaderboard): six recordings of 2022, 30 starts, deadlines of 52 and 70 hours,
/// start-ups of 0.02, 0.05 and 0.1 hours. Its own start offsets are files that we do not have; ours are evenly spread. The planner has not seen the recording.
/// </summary>
internal static class LeaderboardCommand
{
    private static readonly string[] Names =
        ["us-west-2a_k80_8", "us-west-2b_k80_1", "us-west-2b_k80_8", "us-west-2a_v100_1", "us-west-2a_v100_8", "us-west-2b_v100_1"];

    public static int Run(Options options)
    {
        var all = PublicTraces.Singles(options.Traces);
        var recordings = all.Where(recording => Names.Contains(recording.Name)).ToList();
        var chains = recordings.ToDictionary(held => held.Name, held => Trainer.Chain([.. all.Where(other => !Trainer.AreKin(held, other))], SpotPriors.SingleShape));
        var report = new Report("Spot policy: the leaderboard's 1,080 scenarios", "leaderboard");
        report.Line("Mean cost in dollars of a run; the starts are evenly spread, the planner was trained without the recording and its kin.\n");
        report.Line("| policy | mean cost | late | runs |\n|---|---|---|---|");
        var optimum = new SpotOptimum();
        Row("optimum", (_, zones, start, job) => new SpotOutcome(optimum.Least(zones, start, job)!.Value, 0, 0, false, 0, 0));
        foreach (var policy in (ISpotPolicy[])[new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy()])
            Row(policy.Name, (_, zones, start, job) => SpotSimulator.Run(zones, start, job, policy));
        Row("planner", (name, zones, start, job) => SpotSimulator.Run(zones, start, job, new PlannerPolicy(chains[name], chains[name])));
        report.Save(options.Out);
        return 0;

        void Row(string label, Func<string, ZoneSet, int, SpotJob, SpotOutcome> run)
        {
            var outcomes = new List<SpotOutcome>();
            foreach (var recording in recordings)
                foreach (var hours in (int[])[52, 70])
                    foreach (var delay in (long[])[72, 180, 360])
                    {
                        var job = SpotProtocol.Job(recording.Zones, new SpotCell(SpotProtocol.Work, hours * 3600, delay));
                        // The leaderboard takes recordings in which its longest window fits.
                        var room = recording.Zones.Length - (70 * 3600 / recording.Zones.Gap);
                        for (var k = 0; k < 30; k++) outcomes.Add(run(recording.Name, recording.Zones, k * room / 29, job));
                    }

            report.Line(string.Create(CultureInfo.InvariantCulture, $"| {label} | {outcomes.Average(o => o.Dollars):F2} | {outcomes.Count(o => o.Late)} | {outcomes.Count} |"));
        }
    }
}
