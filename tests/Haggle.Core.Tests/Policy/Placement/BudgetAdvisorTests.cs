using Haggle.Core.Policy.Placement;
using Haggle.Core.Runs;
using Haggle.Core.Tests.Runs;
using Haggle.Core.Units;
using static Haggle.Core.Tests.Policy.Placement.Zones;

namespace Haggle.Core.Tests.Policy.Placement;

/// <summary>Ten hours of work: about $31 on demand, about $10 on spot.</summary>
public sealed class BudgetAdvisorTests
{
    [Theory]
    [InlineData(40, null, true, false, "west/spot", "under on-demand", "the budget pays for everything: as without one")]
    [InlineData(40, null, false, false, "wait", "waiting: ", "patience, then on demand")]
    [InlineData(20, null, true, false, "west/spot", "on demand is expected to need $30.91 more, $20.00 of the budget is left, spot is expected to need $", "only spot fits the budget")]
    [InlineData(20, null, false, false, "wait", "on demand is expected to need $30.91 more, $20.00 of the budget is left", "on demand would end half way: it waits as long as it takes")]
    [InlineData(5, null, true, false, "west/spot", "which it does not pay either", "nothing fits, and it says so at once")]
    [InlineData(20, null, true, true, "west/spot", "back to spot: ", "on demand, and the money runs out")]
    [InlineData(20, null, false, true, "stay", "no spot machine is known", "on demand, and no spot: what is running runs on")]
    [InlineData(20, 11.0, true, false, "west/spot", "of the budget is left", "the deadline is near, and on demand would not meet it with this budget")]
    [InlineData(40, 10.6, true, false, "west/on-demand", "no time for a reclaim", "the deadline is near, and the budget pays for it")]
    public void A_budget_decides(double money, double? left, bool up, bool holds, string expected, string reason, string why)
    {
        var patience = up || money > 30 ? Hours(1) : TimeSpan.Zero;
        var advice = PlacementAdvisor.Advise(Ask(left, 10, Zone(up: up, age: 5)) with { MoneyUsd = money, HoldsLasting = holds, Patience = patience });
        var told = advice switch { PlacementAdvice.Take take => take.Offer.Quote.Offer.Key.Value, PlacementAdvice.Wait => "wait", _ => "stay" };
        Assert.True(told == expected, $"{why}: {told} ({advice.Why})");
        Assert.Contains(reason, advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_spot_is_gone_a_run_that_cannot_pay_on_demand_to_the_end_waits_beyond_its_patience()
    {
        var run = Tried(Money.FromUsd(5));
        run = run.Decide(RunMaker.Noon + TimeSpan.FromHours(3), RunMaker.OnDemand, RunMaker.Spot);
        Assert.Equal(RunMaker.Spot.Offer.Key, run.Attempt?.Slots[0].Quote.Offer.Key);
        run = Tried(Money.FromUsd(5));
        Assert.Null(run.Attempt);
        Assert.StartsWith("waiting: ", run.Reason, StringComparison.Ordinal);
        Assert.Contains("of the budget is left", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Spot_that_was_refused_for_good_is_not_waited_for()
    {
        var run = RunFacts.NotLaunched(Waiting(Money.FromUsd(5)), RunMaker.Token(), AttemptEnd.Refused, "quota is 0", RunMaker.Noon + TimeSpan.FromDays(30));
        run = run.Decide(RunMaker.Noon, RunMaker.OnDemand, RunMaker.Spot);
        run = RunFacts.Sealed(run, 1, []).Decide(RunMaker.Noon + TimeSpan.FromMinutes(1), RunMaker.OnDemand, RunMaker.Spot);
        Assert.Equal(RunMaker.OnDemand.Offer.Key, run.Attempt?.Slots[0].Quote.Offer.Key);
    }

    /// <summary>Taken though the deadline left no time for it: it is not left for the deadline's sake a minute later, again and again.</summary>
    [Fact]
    public void What_was_taken_against_the_deadline_is_kept()
    {
        var job = RunMaker.ATask with { Budget = Money.FromUsd(8), Deadline = RunMaker.Noon + TimeSpan.FromHours(5.2), ExpectedWork = TimeSpan.FromHours(5), Checkpoint = new CheckpointRule("c", TimeSpan.FromMinutes(10), 3) };
        var run = RunMaker.Submitted(job).Decide(RunMaker.Noon, RunMaker.OnDemand, RunMaker.Spot);
        Assert.Equal(RunMaker.Spot.Offer.Key, run.Attempt!.Slots[0].Quote.Offer.Key);
        Assert.True(run.Attempt.AgainstDeadline);
        Assert.Contains("of the budget is left", run.Reason, StringComparison.Ordinal);
    }

    private static Run Waiting(Money budget)
    {
        var job = RunMaker.ATask with { Budget = budget, ExpectedWork = TimeSpan.FromHours(3), Checkpoint = new CheckpointRule("c", TimeSpan.FromMinutes(10), 3) };
        return RunMaker.Submitted(job).Decide(RunMaker.Noon, RunMaker.OnDemand, RunMaker.Spot);
    }

    private static Run Tried(Money budget)
    {
        var run = RunFacts.NotLaunched(Waiting(budget), RunMaker.Token(), AttemptEnd.NoCapacity, "none left", RunMaker.Noon + TimeSpan.FromHours(2)).Decide(RunMaker.Noon, RunMaker.OnDemand, RunMaker.Spot);
        run = RunFacts.Sealed(run, 1, []).Decide(RunMaker.Noon + TimeSpan.FromMinutes(1), RunMaker.OnDemand, RunMaker.Spot);
        return run.Decide(RunMaker.Noon + TimeSpan.FromMinutes(90), RunMaker.OnDemand, RunMaker.Spot);
    }
}
