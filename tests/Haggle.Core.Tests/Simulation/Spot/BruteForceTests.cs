using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

public sealed class BruteForceTests
{
    private static readonly int[] Gaps = [300, 600];
    private static readonly long[] Delays = [0, 60, 300, 420, 600, 900, 1300];

    [Fact]
    public void The_optimum_equals_trying_everything_on_small_cases() =>
        Prop.ForAll(Case().ToArbitrary(), small =>
        {
            var zones = ZoneSet.OfPatterns("small", small.Job.Gap, small.Patterns);
            return Equals(new SpotOptimum().Least(zones, 0, small.Job), BruteForce(zones, small.Job));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void The_optimum_equals_trying_everything_when_prices_move() =>
        Prop.ForAll(Case().ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(), (small, seed) =>
        {
            var zones = ZoneSet.OfPatterns("small", small.Job.Gap, small.Patterns);
            var draw = new Seed((ulong)seed);
            var prices = new MarketPrices(zones.Zones, [.. Enumerable.Range(0, zones.Length * zones.Zones).Select(_ => 200 + draw.Next(3000))], [.. Enumerable.Range(0, zones.Length).Select(_ => 2000 + draw.Next(2000))]);
            return Equals(new SpotOptimum().Least(zones, 0, small.Job, prices), BruteForce(zones, small.Job, prices));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void No_policy_beats_the_optimum_and_none_is_late_when_on_demand_would_be_in_time() =>
        Prop.ForAll(Case().ToArbitrary(), small =>
        {
            if (!small.Job.IsPossible) return true;
            var zones = ZoneSet.OfPatterns("small", small.Job.Gap, small.Patterns);
            var least = new SpotOptimum().Least(zones, 0, small.Job);
            return ((ISpotPolicy[])[new OnDemandPolicy(), new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy(), new RatioPolicy(0.3)])
                .Select(policy => SpotSimulator.Run(zones, 0, small.Job, policy)).All(run => !run.Late && run.IllegalWishes == 0 && run.Cost >= least);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Gen<Small> Case() =>
        from gap in Gen.Elements(Gaps)
        from zones in Gen.Choose(1, 2)
        from ticks in Gen.Choose(1, zones == 1 ? 10 : 8)
        from bits in Gen.Choose(0, 1 << (ticks * zones)).Select(bits => bits)
        from delay in Gen.Elements(Delays)
        from work in Gen.Choose(1, Math.Max(1, ticks * gap / 60))
        select new Small(
            new SpotJob(gap, work * 60L, ticks * gap, delay, 3060, 973, zones),
            [.. Enumerable.Range(0, zones).Select(zone => string.Concat(Enumerable.Range(0, ticks).Select(tick => (bits >> ((zone * ticks) + tick) & 1) == 1 ? '1' : '0')))]);

    private static long? BruteForce(ZoneSet zones, SpotJob job, MarketPrices? prices = null)
    {
        var least = long.MaxValue;
        Try(0, SpotAction.Idle, 0, job.Work, 0);
        return least == long.MaxValue ? null : least;

        void Try(int tick, SpotAction mode, long overhead, long work, long cost)
        {
            if (tick >= job.Ticks || cost >= least) return;
            for (var code = -2; code < job.Zones; code++)
            {
                var action = new SpotAction(code);
                if (action.IsSpot && (zones.Up[tick] >> code & 1) == 0) continue;
                if (action.IsIdle)
                {
                    Try(tick + 1, action, 0, work, cost);
                    continue;
                }

                var startUp = action == mode ? overhead : job.Delay;
                var used = Math.Min(job.Gap, startUp + work);
                var left = work - Math.Max(0, used - startUp);
                var rate = prices is null ? job.Rate(action) : action.IsSpot ? prices.Spot(tick)[code] : prices.OnDemand(tick);
                var paid = cost + (rate * used);
                if (left == 0) least = Math.Min(least, paid);
                else Try(tick + 1, action, Math.Max(0, startUp - job.Gap), left, paid);
            }
        }
    }

    private sealed record Small(SpotJob Job, string[] Patterns)
    {
        public override string ToString() => $"{Job} {string.Join('/', Patterns)}";
    }
}
