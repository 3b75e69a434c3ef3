using Haggle.Core.Policy.Placement;
using static Haggle.Core.Tests.Policy.Placement.Zones;

namespace Haggle.Core.Tests.Policy.Placement;

public sealed class PlacementAdvisorTests
{
    [Theory]
    [InlineData(60, 40.0, true, "west/spot", "spot: ", "spot is up and there is time")]
    [InlineData(60, 40.0, false, "wait", "waiting: 0 of 1 zone up in the last day, 18.0 h of slack left, expected return in 2.0 h", "spot is down and there is much time")]
    [InlineData(43.5, 40.0, false, "west/on-demand", "waiting for spot pays above", "spot is down and there is little time")]
    [InlineData(42.2, 40.0, true, "west/on-demand", "no time for a reclaim", "the guard")]
    [InlineData(39, 40.0, true, "west/on-demand", "the deadline cannot be met: 40.0 h of work, 39.0 h left; this is the fastest that fits", "too late for anything")]
    [InlineData(60, null, true, "west/on-demand", "how much work is left is not known yet", "unknown work counts as endless")]
    public void With_a_deadline(double left, double? work, bool up, string expected, string reason, string why) =>
        Says(Ask(left, work, Zone(up: up, age: 5)), expected, reason, why);

    [Theory]
    [InlineData(0.97, 3.7, true, 1.0, "west/spot", "under on-demand", "cheaper")]
    [InlineData(2.9, 0.3, true, 1.0, "west/on-demand", "spot is no cheaper", "does not last long enough to be cheaper")]
    [InlineData(0.97, 3.7, false, 1.0, "wait", "waiting: ", "patience is left")]
    [InlineData(0.97, 3.7, false, 0.0, "west/on-demand", "waited for spot long enough", "patience is over")]
    public void Without_a_deadline(double rate, double life, bool up, double patience, string expected, string reason, string why) =>
        Says(Ask(null, 10, Zone(rate: rate, life: life, up: up)) with { Patience = Hours(patience) }, expected, reason, why);

    [Theory]
    [InlineData(0.5, "wait", "an hour of time is worth little")]
    [InlineData(20, "west/on-demand", "an hour of time is worth much")]
    public void A_value_of_time_takes_the_place_of_patience(double worth, string expected, string why) =>
        Says(Ask(null, 10, Zone(up: false)) with { HourOfTimeUsd = worth, Patience = TimeSpan.Zero }, expected, "", why);

    [Theory]
    [InlineData(60, 40.0, 1.0, "west/spot", "back to spot: ", "much time and spot is surely there")]
    [InlineData(60, 40.0, 0.01, "stay", "which is not worth a move", "it is hardly there")]
    [InlineData(42.55, 40, 1.0, "stay", "no time for a reclaim", "moving would eat the reserve")]
    [InlineData(60, 0.1, 1.0, "stay", "", "next to nothing is left to do")]
    public void From_on_demand_back_to_spot(double left, double work, double chance, string expected, string reason, string why) =>
        Says(Ask(left, work, Zone(age: 5) with { ChanceUp = chance }) with { HoldsLasting = true }, expected, reason, why);

    [Fact]
    public void The_zone_with_the_cheapest_hour_of_progress_wins_not_the_cheapest_hour()
    {
        var fleeting = Zone("fleeting", rate: 0.5, life: 0.15, start: 0.12);
        var steady = Zone("steady", rate: 0.9, life: 8);
        Says(Ask(60, 40, fleeting, steady), "steady", "", "a machine that is gone after its start-up makes no progress");
    }

    [Fact]
    public void A_minimum_rental_and_the_cost_of_a_move_count()
    {
        var hourly = Zone("hourly", rate: 0.8, life: 1.05) with { Quote = Quote("hourly", 0.8, billing: Core.Market.BillingRule.PerHour) };
        Assert.True(hourly.UsdPerHourOfWork(Hours(40)) > Zone(rate: 0.8, life: 1.05).UsdPerHourOfWork(Hours(40)));
        var moved = Zone() with { MoveUsd = 5, MoveTime = Hours(0.5) };
        Assert.True(moved.UsdPerHourOfWork(Hours(40)) > Zone().UsdPerHourOfWork(Hours(40)) + 1);
        Says(Ask(60, 40, Zone("far", rate: 0.9) with { MoveUsd = 20 }, Zone("near", rate: 1)), "near", "", "egress outweighs ten cents an hour");
    }

    [Fact]
    public void The_cheapest_machine_that_lasts_must_be_fast_enough_for_the_deadline()
    {
        var slow = OnDemand(1) with { Quote = Quote("slow", 1, Core.Market.Purchase.OnDemand), Speed = 0.5 };
        var question = Ask(50, 40) with { Lasting = [slow, OnDemand()] };
        Assert.Equal("west/on-demand", PlacementAdvisor.InTime(question)!.Quote.Offer.Key.Value);
        Assert.Equal("slow", PlacementAdvisor.InTime(question with { Left = Hours(100) })!.Quote.Offer.Key.Value);
        Assert.True(PlacementAdvisor.IsPossible(question));
    }

    [Fact]
    public void More_spare_time_never_turns_waiting_into_paying()
    {
        var waited = false;
        for (var left = 41.0; left < 90; left += 0.5)
        {
            var waits = PlacementAdvisor.Advise(Ask(left, 40, Zone(up: false, age: 3))) is PlacementAdvice.Wait;
            Assert.True(waits || !waited, $"at {left} h it pays, with less time it waited");
            waited |= waits;
        }

        Assert.True(waited);
    }

    private static void Says(PlacementQuestion question, string expected, string reason, string why)
    {
        var advice = PlacementAdvisor.Advise(question);
        var told = advice switch { PlacementAdvice.Take take => take.Offer.Quote.Offer.Key.Value, PlacementAdvice.Wait => "wait", _ => "stay" };
        Assert.True(told == expected, $"{why}: {told} ({advice.Why})");
        Assert.Contains(reason, advice.Why, StringComparison.Ordinal);
    }
}
