using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using static Haggle.Core.Tests.Runs.RunMaker;

namespace Haggle.Core.Tests.Policy;

public sealed class BudgetGuardTests
{
    private static readonly ProviderPatience Cloud = new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(1, 5.00, 59, "the second hour would cost more than is left")]
    [InlineData(1, 6.12, 119, "two hours are paid to the cent: given back so that the machine is gone within them")]
    [InlineData(1, 3.05, 0, "not even the hour that has begun is paid for")]
    [InlineData(2, 6.12, 59, "two machines cost twice as much")]
    public void No_hour_is_begun_that_the_budget_does_not_pay(int nodes, decimal budget, int minutes, string why)
    {
        var hourly = OnDemand with { Offer = OnDemand.Offer with { Billing = BillingRule.PerHour } };
        var run = Running(ATask with { Nodes = nodes }, hourly);
        run = run with { Job = run.Job with { Budget = Money.FromUsd(budget) } };
        Assert.True(BudgetGuard.GiveBackAt(run, Input(), Noon) == Noon + TimeSpan.FromMinutes(minutes), why);
    }

    [Fact]
    public void The_program_is_told_while_its_grace_and_its_last_words_are_still_paid_for()
    {
        var run = Running(ATask with { Budget = Money.FromUsd(3.06m) });
        Assert.Equal(BudgetGuard.GiveBackAt(run, Input(), Noon) - Patience.Grace - Patience.DrainPatience, BudgetGuard.StopAt(run, Input(), Noon));
    }

    [Fact]
    public void A_program_that_does_not_stop_is_given_back_all_the_same()
    {
        var run = Running(ATask with { Budget = Money.FromUsd(3.06m) });
        var at = BudgetGuard.GiveBackAt(run, Input(), Noon)!.Value;
        run = run.Decide(BudgetGuard.StopAt(run, Input(), Noon)!.Value, OnDemand);
        Assert.Equal(OrderStage.Stop, run.Attempt!.Stage);
        run = run.Decide(at, OnDemand);
        Assert.Null(run.Attempt);
        Assert.Equal(SlotState.Ending, run.Only().State);
        Assert.Equal((RunOutcome.OutOfBudget, RunPhase.Closing), (run.Outcome, run.Phase));
    }

    [Fact]
    public void A_machine_that_is_not_in_the_list_yet_counts_from_its_intent_but_no_longer_than_the_list_can_be_behind()
    {
        var run = Placed(ATask with { Budget = Money.FromUsd(3.06m) });
        var atOnce = BudgetGuard.GiveBackAt(run, Input(), Noon);
        Assert.Equal(Noon + TimeSpan.FromMinutes(59), atOnce);
        Assert.Equal(atOnce, BudgetGuard.GiveBackAt(run, Input(), Noon + TimeSpan.FromSeconds(75)));
        Assert.Equal(atOnce + TimeSpan.FromMinutes(2), BudgetGuard.GiveBackAt(run, Input(), Noon + TimeSpan.FromSeconds(75 + 120)));
    }

    /// <summary>The law itself, with the meter as the judge: given back at the guard's instant the bill keeps within the budget, a little later it does not.</summary>
    [Fact]
    public void The_guard_gives_back_at_the_last_instant_that_keeps_the_budget() => Prop.ForAll(Any, any =>
    {
        var quote = OnDemand with { Rate = HourlyRate.FromUsd(any.Cents / 100m), Offer = OnDemand.Offer with { Billing = any.Billing } };
        var input = Input() with { Patience = Input().Patience.Add(quote.Offer.Provider, Cloud) };
        var run = Running(ATask with { Nodes = any.Nodes }, quote);
        run = run with { Job = run.Job with { Budget = Money.FromUsd(any.Budget / 100m) } };
        var now = Noon + TimeSpan.FromSeconds(any.Seconds);
        var at = BudgetGuard.GiveBackAt(run, input, now)!.Value;
        if (at == now) return Bill(run, at) >= run.Job.Budget || Bill(run, at + TimeSpan.FromMilliseconds(1)) > run.Job.Budget;
        return Bill(run, at) <= run.Job.Budget && (at - now >= TimeSpan.FromDays(30) || Bill(run, at + TimeSpan.FromMilliseconds(1)) > run.Job.Budget);
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int Cents, int Nodes, int Budget, int Seconds, BillingRule Billing)> Any =>
        (from cents in Gen.Choose(1, 4000)
         from nodes in Gen.Choose(1, 4)
         from budget in Gen.Choose(1, 50_000)
         from seconds in Gen.Choose(0, 100_000)
         from billing in Gen.Elements(BillingRule.PerSecond, BillingRule.PerSecondMinuteMinimum, BillingRule.PerHour, new BillingRule(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)))
         select (cents, nodes, budget, seconds, billing)).ToArbitrary();

    private static Money Bill(Run run, DateTimeOffset endAsked) => run.AllSlots.Aggregate(
        Money.Zero,
        (sum, slot) => sum + Meter.Owed(slot.Meter with { To = endAsked + Cloud.Ending }, slot.Quote.Offer, DateTimeOffset.MaxValue));
}
