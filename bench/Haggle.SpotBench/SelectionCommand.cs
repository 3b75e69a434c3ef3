using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// Tries rollouts: before each job, several plans (how far the model is bent towards the job's week, thresholds stretched or not) are played over weeks of the
/// other recordings that were most like it, as they really went on, and the plan that was cheapest there is followed. <c>selection [pairs] [weeks=N]</c>.
/// </summary>
internal static class SelectionCommand
{
    private static readonly double[] Trusts = [20, 60, 200];
    private static readonly double[] Stretches = [0.8, 1, 1.25];

    public static int Run(Options options)
    {
        var words = options.Words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
        var several = words.ContainsKey("pairs");
        var weeks = words.TryGetValue("weeks", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 40;
        var recordings = several ? PublicTraces.Pairs(options.Traces) : PublicTraces.Singles(options.Traces);
        var shape = several ? SpotPriors.SeveralShape : SpotPriors.SingleShape;
        var policies = recordings.ToDictionary(held => held.Name, held =>
        {
            var others = recordings.Where(other => !Trainer.AreKin(held, other)).ToList();
            return (ISpotPolicy)new Selecting(others, Trainer.Chain(others, shape), weeks);
        });
        Console.WriteLine(Tables.Head);
        Console.WriteLine(Tables.Line($"selection {string.Join(' ', options.Words)}", new Arena(options.Cores, options.Every).Run(recordings, held => policies[held.Name])));
        return 0;
    }

    private sealed class Selecting(List<Recording> others, MarketChain chain, int weeks) : ISpotPolicy
    {
        private readonly List<(ZoneSet Zones, int Start, double[] Looks)> library =
            [.. others.SelectMany(other => Starts(other.Zones).Select(start => (other.Zones, start, Looks(other.Zones.Up[(start - Week(other.Zones))..start], other.Zones.Gap))))];

        public string Name => "selection";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history)
        {
            var plans = new List<SpotPlan>();
            foreach (var trust in Trusts) plans.Add(PlannerPolicy.Plan(job, chain, history, trust));
            var looks = Looks(history, job.Gap);
            var alike = library.Where(each => each.Start + (job.Window / each.Zones.Gap) < each.Zones.Length)
                .OrderBy(each => each.Looks.Zip(looks, (one, other) => Math.Abs(one - other)).Sum()).Take(weeks).ToArray();
            var best = (Plan: plans[1], Stretch: 1.0, Cost: double.PositiveInfinity);
            foreach (var plan in plans)
                foreach (var stretch in Stretches)
                {
                    var cost = alike.Sum(each => (double)SpotSimulator.Run(each.Zones, each.Start, job with { Gap = each.Zones.Gap }, new Fixed(plan, stretch)).Cost);

                    // What is usual is left only for a clear gain.
                    if (stretch == 1 && plan == plans[1]) cost *= 0.995;
                    if (cost < best.Cost) best = (plan, stretch, cost);
                }

            return new Stretched(best.Plan, job, best.Stretch);
        }

        private static int Week(ZoneSet zones) => (int)(SpotSimulator.HistorySeconds / zones.Gap);

        private static IEnumerable<int> Starts(ZoneSet zones)
        {
            for (var start = Week(zones); start < zones.Length; start += 6 * 3600 / zones.Gap) yield return start;
        }

        // Availability of the week and of the day, changes a day, whether it is up and since when.
        private static double[] Looks(ReadOnlySpan<ulong> up, double gap)
        {
            if (up.IsEmpty) return [0.5, 0.5, 0.5, 0.5, 0];
            var (share, changes, age) = (0.0, 0, 1);
            for (var i = 0; i < up.Length; i++) share += up[i] != 0 ? 1 : 0;
            for (var i = 1; i < up.Length; i++) changes += (up[i] != 0) != (up[i - 1] != 0) ? 1 : 0;
            while (age < up.Length && (up[^(age + 1)] != 0) == (up[^1] != 0)) age++;
            var recent = Math.Min(up.Length, (int)(86_400 / gap));
            var lately = 0;
            for (var i = up.Length - recent; i < up.Length; i++) lately += up[i] != 0 ? 1 : 0;
            return [share / up.Length, lately / (double)recent, Math.Min(2, changes * 86_400 / (up.Length * gap) / 10), up[^1] != 0 ? 1 : 0, Math.Log(1 + (age * gap / 3600)) / 4];
        }
    }

    private sealed class Fixed(SpotPlan plan, double stretch) : ISpotPolicy
    {
        public string Name => "fixed";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => new Stretched(plan, job, stretch);
    }

    private sealed class Stretched(SpotPlan plan, SpotJob job, double stretch) : ISpotRun
    {
        private readonly MarketWatch watch = new(plan.Chain.Shape, job.Zones, job.Gap);
        private int seen;

        public SpotAction Decide(in SpotView view)
        {
            for (; seen < view.Seen.Length; seen++) watch.See(view.Seen[seen]);
            var left = (double)(job.Ticks - view.Tick) * job.Gap;
            var (zone, state) = watch.Best(plan.Chain.Life.Span);

            // A threshold that is stretched is met by spare time that is shrunk.
            var wish = plan.Wish(left, left - ((left - view.Work) / stretch), view.Mode, view.Overhead, zone, state);
            return SpotGuard.IsSafe(job, view.Tick, view.Work, view.Mode, view.Overhead, wish) ? wish : SpotAction.OnDemand;
        }
    }
}
