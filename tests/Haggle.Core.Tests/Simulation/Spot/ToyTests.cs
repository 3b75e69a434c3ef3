using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

public sealed class ToyTests
{
    [Theory]
    [InlineData("001111", 1800, 3600, 300, 2043300, 6426000, 2043300, 3300, 6091800, 3000)]
    [InlineData("110011", 2400, 3600, 72, 3797568, 7564320, 3797568, 3216, 5049768, 3216)]
    [InlineData("1011011101", 3600, 6000, 360, 9010800, 12117600, 10564200, 5880, 9562440, 4680)]
    [InlineData("11100000/00011111", 3600, 4800, 300, 4086600, 11934000, 4086600, 4200, 4086600, 4200)]
    [InlineData("1111", 2000, 2450, 400, 2335200, 7344000, 7344000, 2400, 7344000, 2400)]
    public void Small_cases_come_out_to_the_integer(
        string availability, long work, long window, long delay, long least, long onDemand, long greedy, long greedyFinish, long uniform, long uniformFinish)
    {
        var zones = ZoneSet.OfPatterns("toy", 600, availability.Split('/'));
        var job = new SpotJob(600, work, window, delay, 3060, 973, zones.Zones);
        var greedyRun = SpotSimulator.Run(zones, 0, job, new GreedyPolicy());
        var uniformRun = SpotSimulator.Run(zones, 0, job, new UniformProgressPolicy());
        Assert.Equal(least, new SpotOptimum().Least(zones, 0, job));
        Assert.Equal(onDemand, SpotSimulator.Run(zones, 0, job, new OnDemandPolicy()).Cost);
        Assert.Equal((greedy, greedyFinish), (greedyRun.Cost, greedyRun.Finish));
        Assert.Equal((uniform, uniformFinish), (uniformRun.Cost, uniformRun.Finish));
    }

    [Fact]
    public void A_start_up_given_up_half_way_is_forfeited()
    {
        // Spot comes and goes after one tick: the second launch pays the whole delay again.
        var zones = ZoneSet.OfPatterns("toy", 600, "1011110000");
        var job = new SpotJob(600, 600, 6000, 900, 3060, 973, 1);
        var trail = new List<SpotStep>();
        var run = SpotSimulator.Run(zones, 0, job, new GreedyPolicy(), trail);
        Assert.Equal(2, run.Launches);
        Assert.Equal(973 * (600 + 1500), run.Cost);
        Assert.Equal(["spot in zone 0", "idle", "spot in zone 0", "spot in zone 0", "spot in zone 0"], trail.Select(step => step.Held.ToString()));
    }

    [Fact]
    public void A_wish_for_a_zone_that_is_not_there_is_counted_and_waits()
    {
        var zones = ZoneSet.OfPatterns("toy", 600, "0000000000");
        var run = SpotSimulator.Run(zones, 0, new SpotJob(600, 600, 6000, 0, 3060, 973, 1), new Stubborn());
        Assert.Equal(10, run.IllegalWishes);
        Assert.False(run.Late);
    }

    [Fact]
    public void A_deadline_that_cannot_be_met_runs_on_demand_to_the_end_and_is_late()
    {
        var zones = ZoneSet.OfPatterns("toy", 600, "1111");
        var job = new SpotJob(600, 6000, 2400, 60, 3060, 973, 1);
        var run = SpotSimulator.Run(zones, 0, job, new GreedyPolicy());
        Assert.True(run.Late);
        Assert.Equal(3060 * 6060, run.Cost);
        Assert.Null(new SpotOptimum().Least(zones, 0, job));
    }

    private sealed class Stubborn : ISpotPolicy, ISpotRun
    {
        public string Name => "stubborn";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => this;

        public SpotAction Decide(in SpotView view) => SpotAction.Spot(0);
    }
}
