using Haggle.Core.Market;
using Haggle.Core.Runs;
using static Haggle.Core.Tests.Runs.RunMaker;

namespace Haggle.Core.Tests.Runs;

public sealed class HopRulesTests
{
    /// <summary>Checkpoint first, then the move: the next attempt waits until this one's store is sealed.</summary>
    [Fact]
    public void A_run_on_spot_moves_to_a_cheaper_zone_when_that_pays()
    {
        var west = Quote("cloud/west/v100/spot", 0.30m, Purchase.Spot);
        var job = ATask with { Checkpoint = new CheckpointRule("c", TimeSpan.FromMinutes(10), 3), ExpectedWork = TimeSpan.FromHours(30) };
        var run = Running(job, Spot);
        Assert.False(RunDecider.LooksForBetter(run, Patience, Noon + TimeSpan.FromMinutes(29)));
        Assert.True(RunDecider.LooksForBetter(run, Patience, Noon + TimeSpan.FromMinutes(30)));
        run = run.Decide(Noon + TimeSpan.FromMinutes(31), OnDemand, Spot, west);
        Assert.Equal(AttemptEnd.Moved, run.Attempt!.Stopping);
        Assert.Equal(OrderStage.Stop, run.Attempt.Stage);
        Assert.StartsWith("to a cheaper place: cloud/west/v100/spot at $0.30/h instead of $0.92/h is expected to save $", run.Reason, StringComparison.Ordinal);

        run = run.Hear(a => a with { Phase = AgentPhase.Ended, ExitCode = 143 }).Decide(Noon + TimeSpan.FromMinutes(32), OnDemand, Spot, west);
        Assert.Null(run.Attempt);
        run = RunFacts.Sealed(run, 1, []).Decide(Noon + TimeSpan.FromMinutes(33), OnDemand, Spot, west);
        Assert.Equal(west, run.Attempt!.Slots[0].Quote);
        Assert.Equal(2, run.Epoch);
    }

    [Theory]
    [InlineData(true, 30.0, false, "without checkpoints nothing is moved")]
    [InlineData(false, null, false, "work that is not known cannot be weighed")]
    [InlineData(false, 30.0, true, "an ordered wish wins over the price")]
    public void A_run_on_spot_stays(bool noCheckpoints, double? hours, bool ordered, string why)
    {
        var west = Quote("cloud/west/p3/spot", 0.30m, Purchase.Spot);
        west = west with { Offer = west.Offer with { InstanceType = "p3" } };
        var job = ATask with
        {
            Checkpoint = noCheckpoints ? null : new CheckpointRule("c", TimeSpan.FromMinutes(10), 3),
            ExpectedWork = hours is { } work ? TimeSpan.FromHours(work) : null,
            Wishes = ordered ? [new ResourceWish { InstanceType = "v100" }, new ResourceWish { InstanceType = "p3" }] : [],
            WishesOrdered = ordered,
        };
        var run = Running(job, Spot).Decide(Noon + TimeSpan.FromMinutes(31), OnDemand, Spot, west);
        Assert.True(run.Attempt!.Stopping is null, why);
    }
}
