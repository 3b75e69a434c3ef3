using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// The price-aware track (docs/spot-policy.md): recorded availability of the zone sets and of three drawn zones, prices drawn by seed, against the exact optimum
/// at those prices. The planner is tried with and without its eyes on the prices.
/// </summary>
internal static class PricedCommand
{
    private const int OnDemand = (int)SpotProtocol.OnDemandRate;
    private const int Starts = 25;

    public static int Run(Options options)
    {
        var report = new Report("Spot policy: the price-aware track", "priced");
        var markets = PublicTraces.Pairs(options.Traces).Select(pair => (pair.Name, pair.Zones)).ToList();
        for (ulong seed = 1; seed <= 4; seed++) markets.Add(($"drawn {seed}", GeneratedMarket.Draw(seed, 3, 600, 2016)));
        ISpotPolicy[] policies = [new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy(), new Blind(PlannerPolicy.Shipped), PlannerPolicy.Shipped];
        var cells = SpotProtocol.Cells.Where(cell => cell.Delay is 360 or 1800 && cell.Window is 207_360 or 259_200).ToArray();
        var results = new CellResult[markets.Count * cells.Length][];
        using var scratch = new ThreadLocal<SpotOptimum>(() => new SpotOptimum());
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Cores }, index =>
        {
            var (name, zones) = markets[index / cells.Length];
            var cell = cells[index % cells.Length];
            var prices = GeneratedMarket.Prices((ulong)(1000 + (index / cells.Length)), zones, OnDemand);
            var job = new SpotJob(zones.Gap, cell.Work, cell.Window, cell.Delay, OnDemand, prices.MeanSpot, zones.Zones);
            var room = zones.Length - job.Ticks;
            ImmutableArray<int> starts = [.. Enumerable.Range(0, Starts).Select(k => (int)((long)k * room / (Starts - 1)))];
            var optima = SpotTrial.Optima(zones, job, starts, scratch.Value!, prices);
            results[index] = [.. policies.Select(policy => SpotTrial.Run(zones, job, starts, policy, optima, prices) with { Set = name })];
        });
        report.Line("| | mean | start-up 0.1 h | 0.5 h | R/C 1.2 | 1.5 | p95 | max | launches | late | illegal |\n|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var policy in policies)
        {
            var mine = results.SelectMany(each => each).Where(result => result.Policy == policy.Name).ToArray();
            var score = SpotScore.Of(mine);
            string Mean(Func<CellResult, bool> which) => Tables.F(mine.Where(which).Average(result => result.Ratio));
            report.Line(string.Create(CultureInfo.InvariantCulture,
                $"| {policy.Name} | {Tables.F(score.Mean)} | {Mean(r => r.Cell.Delay == 360)} | {Mean(r => r.Cell.Delay == 1800)} | {Mean(r => r.Cell.Window == 207_360)} | {Mean(r => r.Cell.Window == 259_200)} | {score.Percentile95:F3} | {score.Worst:F3} | {score.LaunchesPerRun:F1} | {score.Late} | {score.Illegal} |"));
        }

        report.Save(options.Out);
        return 0;
    }

    /// <summary>A policy that is not shown the prices.</summary>
    private sealed class Blind(ISpotPolicy policy) : ISpotPolicy
    {
        public string Name => policy.Name + " (blind to prices)";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new BlindRun(policy.Plan(job, history));

        private sealed class BlindRun(ISpotRun run) : ISpotRun
        {
            public SpotAction Decide(in SpotView view) => run.Decide(new SpotView(view.Tick, view.Work, view.Mode, view.Overhead, view.Seen));
        }
    }
}
