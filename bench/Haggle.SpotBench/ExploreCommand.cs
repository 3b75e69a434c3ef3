using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// Tries variants of the planner, each trained without the recording it is scored on and its kin: <c>explore [pairs] [age=...] [share=...] [memory=H] [pseudo=N]
/// [trust=N] [finest=N] [train=all|self]</c>. Without trust the model is not bent towards the job's history, and one plan serves all starts of a cell.
/// </summary>
internal static class ExploreCommand
{
    private const string Ages = "600,1200,2400,4800,9600,19200,38400,76800";

    public static int Run(Options options)
    {
        var words = options.Words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
        var several = words.ContainsKey("pairs");
        var recordings = several ? PublicTraces.Pairs(options.Traces) : PublicTraces.Singles(options.Traces);
        var shape = new MarketShape(Edges("age", Ages), Edges("share", ""), Number("memory", 24) * 3600, several ? 3 : 1);
        var finest = (int)Number("finest", 150);
        var chains = recordings.ToDictionary(held => held.Name, held => MarketChain.Of(Trainer.Count([.. recordings.Where(other => Uses(held, other))], shape), Number("pseudo", 20)));
        var plans = new ConcurrentDictionary<(string, SpotJob), SpotPlan>();
        var results = new Arena(options.Cores, options.Every).Run(recordings, held => new Variant((job, history) => words.ContainsKey("trust")
            ? SpotPlanner.Plan(chains[held.Name].Bent(MarketTraining.Count(history, job.Zones, job.Gap, shape, chains[held.Name].Life.Span), Number("trust", 60)), job, finest)
            : plans.GetOrAdd((held.Name, job), _ => SpotPlanner.Plan(chains[held.Name], job, finest))));
        Console.WriteLine(Tables.Head);
        Console.WriteLine(Tables.Line($"{string.Join(' ', options.Words)}", results));
        foreach (var set in results.GroupBy(result => result.Set)) Console.WriteLine(Tables.Line(set.Key, [.. set]));
        return 0;

        double Number(string key, double usual) => words.TryGetValue(key, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : usual;

        ImmutableArray<double> Edges(string key, string usual) =>
            [.. words.GetValueOrDefault(key, usual).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(edge => double.Parse(edge, CultureInfo.InvariantCulture))];

        bool Uses(Recording held, Recording other) => words.GetValueOrDefault("train") switch
        {
            "all" => true,
            "self" => other.Name == held.Name,
            _ => !Trainer.AreKin(held, other),
        };
    }

    private delegate SpotPlan Planning(SpotJob job, ReadOnlySpan<ulong> history);

    private sealed class Variant(Planning plan) : ISpotPolicy
    {
        public string Name => "variant";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => PlannerPolicy.Follow(plan(job, history));
    }
}
