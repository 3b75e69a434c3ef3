using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Tests.Economics;

namespace Haggle.Core.Tests.Planning;

public sealed class ForecastTests
{
    private static readonly Quote Slow = Trainings.Quote("a", "V100", 1, 1m);
    private static readonly Quote Fast = Trainings.Quote("a", "A100", 1, 1.5m);

    private static readonly Job Job = new()
    {
        Name = "j",
        Forecasts = [Trainings.Planner(Trainings.Task()).Forecast(Slow.Offer)!, Trainings.Planner(Trainings.Task()).Forecast(Fast.Offer)!],
    };

    [Fact]
    public void The_machine_that_trains_for_less_goes_before_the_one_that_is_cheaper_by_the_hour()
    {
        Assert.Equal(Fast, Plan(Job).Best.Quote);
        Assert.Equal(Slow, Plan(Job with { Forecasts = [] }).Best.Quote);
        Assert.Equal(Slow, Plan(Job with { Forecasts = default }).Best.Quote);
    }

    [Fact]
    public void What_a_plan_expects_is_what_the_estimator_says_to_the_nano_dollar()
    {
        var estimate = Trainings.Planner(Trainings.Task()).Estimate(Fast)!;
        var best = Plan(Job).Best;
        Assert.Equal((estimate.Time.Expected, estimate.Cost.Expected), (best.ExpectedTime, best.ExpectedCost));
        Assert.StartsWith("the workload, speed measured on this kind of card", best.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_half_a_job_half_is_expected()
    {
        var whole = Plan(Job).Best;
        var half = Plan(Job, PlanContext.Fresh with { ShareLeft = 0.5 }).Best;
        Assert.Equal(whole.ExpectedTime / 2, half.ExpectedTime);
        Assert.InRange(half.ExpectedCost!.Value.ToUsd(), (whole.ExpectedCost!.Value.ToUsd() / 2) - 0.001m, (whole.ExpectedCost!.Value.ToUsd() / 2) + 0.001m);
    }

    [Theory]
    [InlineData("aws/us-east-1/p3.2xlarge/spot", "aws", "us-east-1", "", "p3.2xlarge", true)]
    [InlineData("aws/us-east-1:use1-az1/p3.2xlarge/on-demand", "aws", "us-east-1", "use1-az1", "p3.2xlarge", false)]
    [InlineData("vast/Sweden, SE, EU/8x-V100/on-demand", "vast", "Sweden, SE, EU", "", "8x-V100", false)]
    [InlineData("aws//g4dn.xlarge/any", "aws", "", "", "g4dn.xlarge", null)]
    [InlineData("local", "local", "", "", "", null)]
    public void A_wish_for_one_offer_is_its_key(string key, string provider, string region, string zone, string type, bool? spot) =>
        Assert.Equal(new ResourceWish { Provider = provider, Region = region, Zone = zone, InstanceType = type, Spot = spot }, ResourceWish.Only(new OfferKey(key)));

    private static Plan Plan(Job job, PlanContext? context = null) => (Plan)Planner.Plan(job, new MarketSnapshot(Trainings.Noon, [Slow, Fast]), context ?? PlanContext.Fresh, Trainings.Noon);
}
