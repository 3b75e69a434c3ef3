using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation;

namespace Haggle.SpotBench;

/// <summary>
/// Tries a rule without any plan: how much spare time must be left to wait, and to come back from on-demand, is a formula of what is seen, and its ten numbers
/// are searched for by the cross-entropy method on the recordings that are not kin of the one it is scored on. <c>search [rounds=N] [fit=N]</c>.
/// </summary>
internal static class SearchCommand
{
    private const int Numbers = 10;
    private const int Population = 32;
    private const int Elite = 8;

    public static int Run(Options options)
    {
        var words = options.Words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
        var recordings = PublicTraces.Singles(options.Traces);
        var (rounds, fit) = (Number("rounds", 20), Number("fit", 20));
        var arena = new Arena(options.Cores, fit);
        var rules = new Dictionary<string, double[]>();
        foreach (var held in recordings)
        {
            var others = recordings.Where(other => !Trainer.AreKin(held, other)).ToList();
            var key = string.Join('+', others.Select(other => other.Name));
            if (!rules.TryGetValue(key, out var best)) rules[key] = best = Fit(arena, others, rounds);
            rules[held.Name] = best;
        }

        Console.WriteLine(Tables.Head);
        Console.WriteLine(Tables.Line($"search {string.Join(' ', options.Words)}, kin left out", new Arena(options.Cores, options.Every).Run(recordings, held => new Formula(rules[held.Name]))));
        return 0;

        int Number(string key, int usual) => words.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
    }

    private static double[] Fit(Arena arena, List<Recording> others, int rounds)
    {
        var draw = new Seed(7);
        var mean = new[] { 1.0, 0.15, 0, 0, 0, 2.0, 0, 0, 0, 0 };
        var spread = new[] { 1, 0.1, 0.3, 0.2, 0.05, 1, 0.1, 0.2, 0.1, 0.5 };
        for (var round = 0; round < rounds; round++)
        {
            var tried = Enumerable.Range(0, Population).Select(i => i == 0 ? mean : [.. mean.Select((m, at) => m + (spread[at] * Normal(draw)))]).ToArray();
            var best = tried.OrderBy(rule => arena.Run(others, _ => new Formula(rule)).Average(cell => cell.Ratio)).Take(Elite).ToArray();
            for (var at = 0; at < Numbers; at++)
            {
                var centre = best.Average(rule => rule[at]);
                spread[at] = (0.3 * spread[at]) + (0.7 * Math.Sqrt(best.Average(rule => Math.Pow(rule[at] - centre, 2))));
                mean[at] = centre;
            }
        }

        Console.Error.WriteLine(string.Join(' ', mean.Select(each => each.ToString("0.###", CultureInfo.InvariantCulture))));
        return mean;
    }

    private static double Normal(Seed draw) => Math.Sqrt(-2 * Math.Log(1 - draw.NextShare())) * Math.Cos(2 * Math.PI * draw.NextShare());

    private sealed class Formula(double[] rule) : ISpotPolicy
    {
        public string Name => "formula";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Following(job, rule);
    }

    // Spare time that waiting needs: start-ups, and a share of the time left that depends on the day's and the week's availability and on the age of down.
    private sealed class Following(SpotJob job, double[] rule) : ISpotRun
    {
        private readonly double day = Math.Exp(-job.Gap / 86_400.0);
        private readonly double week = Math.Exp(-job.Gap / 604_800.0);
        private double lately = 0.5;
        private double usually = 0.5;
        private int age;
        private bool isUp;
        private int seen;

        public SpotAction Decide(in SpotView view)
        {
            for (; seen < view.Seen.Length; seen++) See(view.Seen[seen] != 0);
            var left = (double)(job.Ticks - view.Tick) * job.Gap;
            var spare = left - view.Work;
            var wish = Wish(view, left, spare, Math.Log(1 + (age * job.Gap / 3600.0)));
            return SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish) ? wish : SpotAction.OnDemand;
        }

        private SpotAction Wish(in SpotView view, double left, double spare, double hours)
        {
            if (view.Mode.IsSpot) return view.Mode;
            var goes = isUp ? SpotAction.Spot(0) : SpotAction.Idle;
            if (view.Mode.IsOnDemand)
            {
                var worth = (view.Overhead + view.Work) * job.OnDemandRate > (job.Delay + view.Work) * job.SpotRate;
                return isUp && worth && spare >= (job.Delay * (rule[5] - (rule[9] * hours))) + (left * (rule[6] - (rule[7] * (usually - 0.5)) - (rule[8] * hours))) ? goes : SpotAction.OnDemand;
            }

            if (isUp) return spare >= 2 * job.Delay ? goes : SpotAction.OnDemand;
            return spare >= (job.Delay * rule[0]) + (left * (rule[1] - (rule[2] * (lately - 0.5)) - (rule[3] * (usually - 0.5)) + (rule[4] * hours))) ? goes : SpotAction.OnDemand;
        }

        private void See(bool up)
        {
            age = up == isUp ? age + 1 : 1;
            isUp = up;
            lately = (day * lately) + (up ? 1 - day : 0);
            usually = (week * usually) + (up ? 1 - week : 0);
        }
    }
}
