using System.Globalization;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// Tries priors that are not the sum of all other recordings but a mixture of them by likeness: each weighs as likely as it makes the week before the job's
/// start, tempered by <c>tau</c>, with <c>floor</c> shared out evenly. <c>likeness [pairs] [tau=T] [floor=F] [trust=N]</c>; the recording and its kin left out.
/// </summary>
internal static class LikenessCommand
{
    public static int Run(Options options)
    {
        var words = options.Words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
        var several = words.ContainsKey("pairs");
        var recordings = several ? PublicTraces.Pairs(options.Traces) : PublicTraces.Singles(options.Traces);
        var shape = several ? SpotPriors.SeveralShape : SpotPriors.SingleShape;
        var (tau, floor, trust) = (Number("tau", 0.1), Number("floor", 0.2), Number("trust", 60));
        var known = recordings.ToDictionary(held => held.Name, held => Known(held, recordings, shape));
        var results = new Arena(options.Cores, options.Every).Run(recordings, held => new Likely(known[held.Name], shape, tau, floor, trust));
        Console.WriteLine(Tables.Head);
        Console.WriteLine(Tables.Line($"likeness {string.Join(' ', options.Words)}", results));
        return 0;

        double Number(string key, double usual) => words.TryGetValue(key, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : usual;
    }

    private static List<MarketCounts> Known(Recording held, List<Recording> all, MarketShape shape) =>
        [.. all.Where(other => !Trainer.AreKin(held, other)).Select(other => Trainer.Count([other], shape))];

    private sealed class Likely(List<MarketCounts> known, MarketShape shape, double tau, double floor, double trust) : ISpotPolicy
    {
        private readonly MarketCounts pool = Mix(known, shape, [.. known.Select(_ => 1.0)]);

        public string Name => "likeness";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history)
        {
            var life = MarketChain.Of(pool, SpotPriors.Pseudo).Life;
            var seen = MarketTraining.Count(history, job.Zones, job.Gap, shape, life.Span);
            var chances = known.Select(counts => tau * Likelihood(counts, seen)).ToArray();
            var best = chances.Max();
            var weights = chances.Select(each => Math.Exp(each - best)).ToArray();
            var sum = weights.Sum();
            var prior = Mix(known, shape, [.. weights.Select(weight => ((1 - floor) * weight / sum * known.Count) + floor)]);
            return PlannerPolicy.Follow(SpotPlanner.Plan(MarketChain.Of(prior, SpotPriors.Pseudo).Bent(seen, trust), job));
        }

        // The logarithm of how likely a recording's habits make what was seen; rare states lean on all recordings together.
        private double Likelihood(MarketCounts counts, MarketCounts seen)
        {
            var likely = 0.0;
            for (var from = 0; from < shape.States; from++)
            {
                var (own, all) = (Total(counts, from), Total(pool, from));
                if (all == 0) continue;
                for (var to = 0; to < shape.States; to++)
                {
                    if (seen.Stays(from, to) is > 0 and var stays) likely += stays * Math.Log(Chance(counts.Stays(from, to), own, pool.Stays(from, to), all));
                    if (seen.Moves(from, to) is > 0 and var moves) likely += moves * Math.Log(Chance(counts.Moves(from, to), own, pool.Moves(from, to), all));
                }
            }

            return likely;
        }

        private static double Chance(double count, double total, double pooled, double all) =>
            Math.Max(1e-6, (count + (SpotPriors.Pseudo * pooled / all)) / (total + SpotPriors.Pseudo));

        private double Total(MarketCounts counts, int from) => Enumerable.Range(0, shape.States).Sum(to => counts.Stays(from, to) + counts.Moves(from, to));

        private static MarketCounts Mix(List<MarketCounts> known, MarketShape shape, double[] weights)
        {
            var mixed = new MarketCounts(shape);
            for (var i = 0; i < known.Count; i++)
                for (var from = 0; from < shape.States; from++)
                    for (var to = 0; to < shape.States; to++)
                    {
                        if (known[i].Stays(from, to) is > 0 and var stays) mixed.Add(from, to, true, weights[i] * stays);
                        if (known[i].Moves(from, to) is > 0 and var moves) mixed.Add(from, to, false, weights[i] * moves);
                    }

            return mixed;
        }
    }
}
