using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Policy.Spot;

public sealed class MarketModelTests
{
    [Fact]
    public void A_run_that_has_lasted_promises_to_last()
    {
        var life = SpotPriors.Single.Life.Span;
        for (var age = 1; age < SpotPriors.SingleShape.Ages; age++) Assert.True(life[age] > life[age - 1] * 0.8, $"age {age}");
        Assert.True(life[6] > 3 * life[0]);
    }

    [Theory]
    [InlineData(1, 600, 0)]
    [InlineData(2, 601, 1)]
    [InlineData(3, 1e9, 8)]
    public void A_state_is_the_bucket_of_its_age(int others, double age, int bucket)
    {
        Assert.Equal(bucket, SpotPriors.SingleShape.Up(age, 0.5, 0));
        Assert.Equal((Math.Min(others, 2) * 9) + bucket, SpotPriors.SeveralShape.Up(age, 0.5, others));
        Assert.Equal(27 + bucket, SpotPriors.SeveralShape.Down(age, 0.5));
    }

    [Fact]
    public void Counting_tells_a_machine_that_lived_on_from_one_that_was_lost_in_between()
    {
        // Ticks of 300 s: a step of 600 s is two of them, and the gap between the first and the third is seen.
        var counts = MarketTraining.Count(ZoneSet.OfPatterns("gap", 300, "101"), SpotPriors.SingleShape, default);
        Assert.Equal(0, counts.Stays(0, 0));
        Assert.Equal(0.5, counts.Moves(0, 0));
    }

    [Fact]
    public void Counts_survive_being_written_and_read()
    {
        var counts = MarketTraining.Count(ZoneSet.OfPatterns("two", 600, "1100111011101010", "0011110000111111"), SpotPriors.SeveralShape, default);
        var text = MarketCountsText.Write(counts);
        Assert.Equal(text, MarketCountsText.Write(MarketCountsText.Read(SpotPriors.SeveralShape, text)));
    }

    [Theory]
    [InlineData("0 1=2", "has no state before a colon")]
    [InlineData("0: 1~2", "is not a state, = or !, and a weight")]
    [InlineData("0: 99=2", "is not a state of 0 to 17")]
    [InlineData("0: 1=-2", "is not a state, = or !, and a weight")]
    public void Broken_counts_are_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MarketCountsText.Read(SpotPriors.SingleShape, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_was_seen_of_the_market_bends_the_model_towards_it()
    {
        var calm = MarketTraining.Count(ZoneSet.OfPatterns("calm", 600, new string('1', 1008)), SpotPriors.SingleShape, default);
        var wild = MarketTraining.Count(ZoneSet.OfPatterns("wild", 600, string.Concat(Enumerable.Repeat("10", 504))), SpotPriors.SingleShape, default);
        var prior = SpotPriors.Single.Life.Span[0];
        Assert.True(SpotPriors.Single.Bent(calm, 60).Life.Span[^1] == 0);
        Assert.True(SpotPriors.Single.Bent(wild, 60).Life.Span[0] < prior / 2);
        Assert.True(SpotPriors.Single.Bent(calm, 60).Life.Span[8] > SpotPriors.Single.Life.Span[8]);
    }

    [Fact]
    public void A_plan_expects_more_than_spot_alone_and_less_than_on_demand()
    {
        var job = new SpotJob(600, 172_800, 230_400, 360, 3060, 973, 1);
        var plan = PlannerPolicy.Plan(job, SpotPriors.Single, []);
        foreach (var cost in plan.ExpectedCost.ToArray()) Assert.InRange(cost, 973.0 * 172_800, 3060.0 * (172_800 + 720));
        Assert.True(plan.ExpectedCost.Span[8] < plan.ExpectedCost.Span[17]);
    }
}
