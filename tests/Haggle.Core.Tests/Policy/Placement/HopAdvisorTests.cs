using Haggle.Core.Market;
using Haggle.Core.Policy.Placement;
using static Haggle.Core.Tests.Policy.Placement.Zones;

namespace Haggle.Core.Tests.Policy.Placement;

public sealed class HopAdvisorTests
{
    [Theory]
    [InlineData(0.97, 0.50, 40.0, 2, "b", "to a cheaper place: b at $0.50/h instead of $0.97/h is expected to save $", "half the price for hours")]
    [InlineData(0.97, 0.90, 40.0, 2, "stay", "would save", "seven cents do not pay for a start-up")]
    [InlineData(0.97, 0.50, 0.2, 2, "stay", "would save", "hardly anything left to do")]
    [InlineData(0.97, 0.50, 40.0, 0.3, "stay", "it came here", "it has only just come")]
    [InlineData(0.50, 0.97, 40.0, 2, "stay", "it is in the best place", "dearer")]
    [InlineData(0.97, 0.50, null, 2, "stay", "nobody knows how much work", "unknown work")]
    public void A_move_must_save_more_than_it_costs(double here, double there, double? work, double held, string expected, string reason, string why) =>
        Says(Ask(null, work, Zone("a", here), Zone("b", there)), Held(Zone("a", here), held), expected, reason, why);

    [Fact]
    public void What_a_move_costs_is_everything_that_it_costs()
    {
        var (question, held) = (Ask(null, 40, Zone("a"), Zone("b", 0.7)), Held(Zone("a"), 2));
        Says(question, held, "b", "the move costs", "27 cents an hour for some hours");
        Says(Ask(null, 40, Zone("a"), Zone("b", 0.7) with { MoveUsd = 0.5 }), held, "stay", "a move costs", "egress of what must be carried there");
        Says(question, held with { LeaveUsd = 2 }, "stay", "a move costs", "egress of the last checkpoint");
        Says(Ask(null, 40, Zone("a"), Zone("b", 0.7) with { MoveTime = Hours(2) }), held, "stay", "", "staging takes two hours");
        Says(Ask(null, 40, Zone("a"), Zone("b", 0.7) with { LaunchFailures = 0.6 }), held, "stay", "a move costs", "it is hardly ever there");
        Says(question with { HourOfTimeUsd = 50 }, held, "stay", "a move costs", "an hour is worth much");
        var daily = Zone("a") with { Quote = Quote("a", 0.97, billing: new BillingRule(Hours(24), TimeSpan.Zero)) };
        Says(Ask(null, 40, Zone("a"), Zone("b", 0.7)), Held(daily, 2), "stay", "a move costs", "the rest of the day is paid");
        Says(question, held with { Gain = 20 }, "stay", "a move costs", "the hysteresis is what is asked for");
    }

    [Fact]
    public void The_data_that_must_be_carried_is_named_in_the_sentence() =>
        Says(Ask(null, 40, Zone("a"), Zone("b", 0.3) with { MoveUsd = 0.1 }), Held(Zone("a"), 2) with { LeaveUsd = 0.05 }, "b", "$0.15 of it for the data", "egress");

    [Theory]
    [InlineData(60, "b", "to a cheaper place", "much slack")]
    [InlineData(42.6, "stay", "too little to spend any on a move", "hardly any slack above the reserve")]
    public void With_a_deadline_a_move_for_money_leaves_the_reserve_alone(double left, string expected, string reason, string why) =>
        Says(Ask(left, 40, Zone("a"), Zone("b", 0.4)), Held(Zone("a"), 2), expected, reason, why);

    /// <summary>Two zones that take turns at being half as dear, each time just when the run might look: most of its hours are still hours of progress.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Prices_that_flap_do_not_drive_a_run_to_and_fro(double every)
    {
        var (at, since, moves) = ("a", 0.0, 0);
        for (var hour = 0.0; hour < 200; hour += 1.0 / 6)
        {
            var aIsCheap = (int)(hour / every) % 2 == 1;
            var (a, b) = (Zone("a", aIsCheap ? 0.5 : 1), Zone("b", aIsCheap ? 1 : 0.5));
            if (HopAdvisor.Advise(Ask(null, 300 - hour, a, b), Held(at == "a" ? a : b, hour - since)) is not PlacementAdvice.Take take) continue;
            (at, since, moves) = (take.Offer.Quote.Offer.Key.Value, hour, moves + 1);
        }

        Assert.InRange(moves, 1, 200 / 0.6);
        Assert.True(moves * 0.1 <= 0.17 * 200, $"{moves} moves of six minutes each in 200 hours");
    }

    private static HeldPlace Held(ZoneOutlook place, double hours) => new(place, Hours(hours), Hours(2.5 / 60), Hours(0.6), 2);

    private static void Says(PlacementQuestion question, HeldPlace held, string expected, string reason, string why)
    {
        var advice = HopAdvisor.Advise(question, held);
        var told = advice is PlacementAdvice.Take take ? take.Offer.Quote.Offer.Key.Value : "stay";
        Assert.True(told == expected, $"{why}: {told} ({advice.Why})");
        Assert.Contains(reason, advice.Why, StringComparison.Ordinal);
    }
}
