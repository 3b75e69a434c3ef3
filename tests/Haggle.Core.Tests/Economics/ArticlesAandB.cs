using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics;

/// <summary>"Maximize your GPU dollars" (2018, updated January 2019) and "The way to deep learning on AWS" (July 2021): each test states the figures it starts from.</summary>
public sealed class ArticlesAandB
{
    [Theory]
    // vast.ai's GTX 1070 Ti at $0.065 an hour: the whole training for about a cent means seven and a half to nine and a quarter minutes.
    [InlineData(0.065, "00:07:30", 0.0081)]
    [InlineData(0.065, "00:09:14", 0.0100)]
    // A K80 takes about 20 minutes: $0.28 on AWS spot, $1.26 in SageMaker.
    [InlineData(0.28, "00:20:00", 0.0933)]
    [InlineData(1.26, "00:20:00", 0.4200)]
    // p2.8xlarge at $4.05 spot for more than 16 minutes: "not a good value".
    [InlineData(4.05, "00:16:00", 1.0800)]
    public void A_run_costs_its_wall_time_times_the_price(decimal usdPerHour, string wall, decimal usd) =>
        Assert.Equal(usd, Math.Round(WallTimeCost.Of(HourlyRate.FromUsd(usdPerHour), TimeSpan.Parse(wall, null), BillingRule.PerSecond).ToUsd(), 4));

    [Theory]
    [InlineData("second", "00:20:00.4", 1201)]
    [InlineData("second", "00:00:10", 10)]
    [InlineData("minute minimum", "00:00:10", 60)]
    [InlineData("hour", "00:20:00", 3600)]
    [InlineData("hour", "01:00:00.1", 7200)]
    public void Time_is_billed_in_the_increments_of_the_provider(string rule, string wall, int billedSeconds)
    {
        var billing = rule switch { "hour" => BillingRule.PerHour, "second" => BillingRule.PerSecond, _ => BillingRule.PerSecondMinuteMinimum };
        Assert.Equal(HourlyRate.FromUsd(3.06m) * TimeSpan.FromSeconds(billedSeconds) * 4, WallTimeCost.Of(HourlyRate.FromUsd(3.06m), TimeSpan.Parse(wall, null), billing, machines: 4));
    }

    [Fact]
    public void The_frontier_leaves_out_what_is_not_a_good_value()
    {
        // The article's chart: a free K80, a cheap marketplace card, and p2.8xlarge at $4.05 an hour that still needs over 16 minutes.
        FrontierPoint[] points = [At(0.065m, 9.2), At(0.28m, 20), At(4.05m, 16.1), At(12.24m * 0.3m, 5)];
        var frontier = Frontier.Of(points);
        Assert.Null(frontier.DominatorOf(0));
        Assert.Equal(0, frontier.DominatorOf(1));
        Assert.NotNull(frontier.DominatorOf(2));
        Assert.Null(frontier.DominatorOf(3));

        static FrontierPoint At(decimal usdPerHour, double minutes) =>
            new(WallTimeCost.Of(HourlyRate.FromUsd(usdPerHour), TimeSpan.FromMinutes(minutes), BillingRule.PerSecond), TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void A_card_of_200_W_costs_about_seven_cents_an_hour()
    {
        // Article B: 0.30 EUR a kilowatt-hour, and the euro stood at $1.18 in July 2021. It reckons 200 W as 0.06 EUR, which is $0.07.
        var machine = new OwnedMachine { Name = "card", Price = Money.Zero, WattsAtWork = 200 };
        var terms = new OwningTerms { ElectricityPerKwh = Money.FromUsd(0.30m * 1.18m) };
        Assert.Equal(Money.FromUsd(0.0708m), OwningCost.ElectricityPerHour(machine, terms).PerHour);
    }

    [Fact]
    public void SageMaker_costs_two_fifths_more_than_the_machine_inside_in_2018_and_about_30_percent_in_2021()
    {
        // Article A: a p2.xlarge for $1.26 in SageMaker; DAWNBench's entries and Amazon's list of that time have it at $0.90 on EC2.
        Assert.Equal(0.40, WallTimeCost.Surcharge(HourlyRate.FromUsd(1.26m), HourlyRate.FromUsd(0.90m)), 0.001);
        // Article B says 30 % without naming a type. On its cheapest machine, $0.60 an hour, that is 18 cents.
        Assert.Equal(0.30, WallTimeCost.Surcharge(HourlyRate.FromUsd(0.78m), HourlyRate.FromUsd(0.60m)), 0.001);
    }

    [Fact]
    public void The_price_that_a_cost_means_gives_that_cost_back() => Prop.ForAll<PositiveInt, PositiveInt>((cents, seconds) =>
    {
        var (cost, wall) = (Money.FromUsd(cents.Get / 100m), TimeSpan.FromSeconds(seconds.Get));
        var back = WallTimeCost.RateFor(cost, wall) * wall;
        Assert.InRange(Math.Abs(back.NanoUsd - cost.NanoUsd), 0, 1 + (long)wall.TotalHours);
    }).QuickCheckThrowOnFailure();
}
