using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>Tries variants of the planner, each trained without the recordings it is scored on.</summary>
internal static class ExploreCommand
{
    public static int Run(Options options)
    {
        var words = options.Words.Select(w => w.Split('=')).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "");
        double Num(string key, double fallback) => words.TryGetValue(key, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : fallback;
        ImmutableArray<double> Edges(string key, string fallback) =>
            [.. (words.TryGetValue(key, out var text) ? text : fallback).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(e => double.Parse(e, CultureInfo.InvariantCulture))];
        var arena = new Arena(options.Cores, (int)Num("every", 1));
        foreach (var multi in words.ContainsKey("pairs") ? (bool[])[true] : words.ContainsKey("both") ? [false, true] : [false])
        {
            var recordings = multi ? PublicTraces.Pairs(options.Traces) : PublicTraces.Singles(options.Traces);
            var shape = new MarketShape(Edges("age", "600,1200,2400,4800,9600,19200,38400,76800"), Edges("share", "0.1,0.3,0.5,0.7,0.9"), Num("memory", 24) * 3600, multi ? 3 : 1);
            var watch = Stopwatch.StartNew();
            var first = recordings.ToDictionary(r => r.Name, r => MarketTraining.Count(r.Zones, shape, default));
            var plans = new ConcurrentDictionary<(string, SpotJob), SpotPlan>();
            var chains = new Dictionary<string, MarketChain>();
            foreach (var held in recordings)
            {
                var mode = words.GetValueOrDefault("train", "loo");
                bool Uses(Recording other) => mode switch
                {
                    "all" => true,
                    "self" => other.Name == held.Name,
                    "folder" => other.Folder != held.Folder || recordings.All(r => r.Folder == held.Folder) && other.Name != held.Name,
                    _ => Kind(other) != Kind(held),
                };
                var counts = new MarketCounts(shape);
                foreach (var other in recordings.Where(Uses)) counts.Add(first[other.Name]);
                var chain = MarketChain.Of(counts, Num("pseudo", 20));
                if (multi)
                {
                    counts = new MarketCounts(shape);
                    foreach (var other in recordings.Where(Uses)) counts.Add(MarketTraining.Count(other.Zones, shape, chain.Life.Span));
                    chain = MarketChain.Of(counts, Num("pseudo", 20));
                }

                chains[held.Name] = chain;
            }

            var results = arena.Run(recordings, r => words.ContainsKey("trust")
                ? new Personal(chains[r.Name], Num("trust", 50), (int)Num("finest", 300), Num("replan", 1e9))
                : new Cached(job => plans.GetOrAdd((r.Name, job), _ => SpotPlanner.Plan(chains[r.Name], job, (int)Num("finest", 300)))));
            Console.WriteLine(Tables.Line($"{(multi ? "pairs" : "singles")} {string.Join(' ', options.Words)} {watch.Elapsed.TotalSeconds:F0}s", results));
            if (words.ContainsKey("detail"))
                foreach (var set in results.GroupBy(r => r.Set))
                    Console.WriteLine(Tables.Line(set.Key, [.. set]));
        }

        return 0;
    }

    private static string Kind(Recording recording) => recording.Folder + recording.Zones.Name[(recording.Zones.Name.IndexOf('_', StringComparison.Ordinal))..];

    private sealed class Personal(MarketChain chain, double trust, int finest, double replan) : ISpotPolicy
    {
        public string Name => "planner";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Again(chain, trust, finest, replan * 3600 / job.Gap, job);
    }

    private sealed class Again(MarketChain chain, double trust, int finest, double replan, SpotJob job) : ISpotRun
    {
        private ISpotRun? run;
        private double next;

        public SpotAction Decide(in SpotView view)
        {
            if (run is null || view.Tick >= next)
            {
                run = PlannerPolicy.Follow(SpotPlanner.Plan(chain.Bent(MarketTraining.Count(view.Seen[..^1], job.Zones, job.Gap, chain.Shape, chain.Life.Span), trust), job, finest));
                next = view.Tick + replan;
            }

            return run.Decide(view);
        }
    }

    private sealed class Cached(Func<SpotJob, SpotPlan> plan) : ISpotPolicy
    {
        public string Name => "planner";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => PlannerPolicy.Follow(plan(job));
    }
}
