using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Policy.Spot;

public sealed class PlannerRobustnessTests
{
    private const int Ticks = 345;
    private static readonly int[] Gaps = [300, 600, 900];
    private static readonly long[] Delays = [0, 72, 360, 720, 1800];

    // The bound is the cost over on-demand from the start: what an enemy of the policy can do to it at most.
    [Theory]
    [InlineData("taken away right after start-up", 720, 1.16)]
    [InlineData("up only in the last hour", 720, 1.0001)]
    [InlineData("never up", 720, 1.0001)]
    [InlineData("flapping each tick", 720, 1.16)]
    [InlineData("flapping each tick", 72, 1.0)]
    [InlineData("up until the slack is gone", 1800, 1.05)]
    public void An_enemy_can_make_it_dear_but_not_late(string enemy, long delay, double bound)
    {
        var zones = ZoneSet.OfPatterns(enemy, 600, Pattern(enemy));
        var job = new SpotJob(600, 172_800, Ticks * 600L, delay, 3060, 973, 1);
        var run = SpotSimulator.Run(zones, 0, job, PlannerPolicy.Shipped);
        Assert.False(run.Late);
        Assert.Equal(0, run.IllegalWishes);
        var onDemand = SpotSimulator.Run(zones, 0, job, new OnDemandPolicy()).Cost;
        Assert.True(run.Cost <= bound * onDemand, $"{(double)run.Cost / onDemand:F4} of on-demand, {run.Launches} launches");
    }

    [Theory]
    [InlineData('1', '0')]
    [InlineData('0', '1')]
    [InlineData('1', '1')]
    [InlineData('0', '0')]
    public void Priors_of_another_world_do_not_make_it_late(char learnt, char met)
    {
        var chain = MarketChain.Of(Counts(new string(learnt, 3000)), 20);
        var zones = ZoneSet.OfPatterns("met", 600, new string(met, 1500));
        var job = new SpotJob(600, 172_800, Ticks * 600L, 360, 3060, 973, 1);
        var run = SpotSimulator.Run(zones, 1008, job, new PlannerPolicy(chain, chain));
        Assert.False(run.Late);
        Assert.True(run.Cost <= 3060L * (172_800 + 360));
        if (met == '1') Assert.Equal(973L * (172_800 + 360), run.Cost);
    }

    [Fact]
    public void A_deadline_that_cannot_be_met_gets_the_fastest_there_is()
    {
        var zones = ZoneSet.OfPatterns("up", 600, new string('1', 100));
        var job = new SpotJob(600, 36_000, 30_000, 360, 3060, 973, 1);
        Assert.False(job.IsPossible);
        var run = SpotSimulator.Run(zones, 0, job, PlannerPolicy.Shipped);
        Assert.True(run.Late);
        Assert.Equal((36_360, 1), (run.Finish, run.Launches));
    }

    [Fact]
    public void No_market_and_no_job_make_it_late_when_on_demand_would_be_in_time() =>
        Prop.ForAll(Case().ToArbitrary(), trial =>
        {
            if (!trial.Job.IsPossible) return true;
            var zones = ZoneSet.OfPatterns("any", trial.Job.Gap, trial.Patterns);
            var run = SpotSimulator.Run(zones, trial.Start, trial.Job, PlannerPolicy.Shipped);
            return !run.Late && run.IllegalWishes == 0 && run == SpotSimulator.Run(zones, trial.Start, trial.Job, PlannerPolicy.Shipped);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static string Pattern(string enemy) => enemy switch
    {
        // Two ticks pay for a start-up of 720 s, then the machine is gone for one.
        "taken away right after start-up" => string.Concat(Enumerable.Repeat("110", (Ticks / 3) + 1)),
        "up only in the last hour" => new string('0', Ticks - 6) + "111111",
        "never up" => new string('0', Ticks),
        "flapping each tick" => string.Concat(Enumerable.Repeat("10", (Ticks / 2) + 1)),
        _ => new string('1', 20) + new string('0', Ticks - 20),
    };

    private static MarketCounts Counts(string pattern) => MarketTraining.Count(ZoneSet.OfPatterns("learnt", 600, pattern), SpotPriors.SingleShape, default);

    private static Gen<Trial> Case() =>
        from gap in Gen.Elements(Gaps)
        from ticks in Gen.Choose(2, 60)
        from history in Gen.Choose(0, 30)
        from zones in Gen.Choose(1, 3)
        from delay in Gen.Elements(Delays)
        from work in Gen.Choose(1, ticks * gap)
        from bits in Gen.ArrayOf(Gen.Elements('0', '1'), (ticks + history) * zones)
        select new Trial(
            new SpotJob(gap, work, (long)ticks * gap, delay, 3060, 973, zones), history,
            [.. Enumerable.Range(0, zones).Select(zone => new string(bits, zone * (ticks + history), ticks + history))]);

    private sealed record Trial(SpotJob Job, int Start, string[] Patterns)
    {
        public override string ToString() => $"{Job} from {Start}: {string.Join('/', Patterns)}";
    }
}
