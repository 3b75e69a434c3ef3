using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

public sealed class PlannerScoreTests
{
    // A quick look at two recordings; the whole protocol is a benchmark.
    [Theory]
    [InlineData("us-west-2a_v100_8", 1.1)]
    [InlineData("us-west-2a_k80_8+us-west-2b_k80_8", 1.08)]
    public void The_planner_stays_near_perfect_foresight_on_recorded_markets(string names, double bound)
    {
        if (!Directory.Exists(ReferenceTraces.Root)) Assert.Skip("the reference traces are not beside the project");
        var zones = ReferenceTraces.Load(names, 1);
        var optimum = new SpotOptimum();
        var results = SpotProtocol.Cells.Select(cell => SpotTrial.Run(zones, cell, PlannerPolicy.Shipped, SpotTrial.Optima(zones, cell, optimum, 20), 20));
        var score = SpotScore.Of(results);
        Assert.Equal((0, 0), (score.Late, score.Illegal));
        Assert.InRange(score.Mean, 1, bound);
    }
}
