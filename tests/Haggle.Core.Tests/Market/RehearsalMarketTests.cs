using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Tests.Market;

public sealed class RehearsalMarketTests
{
    [Theory]
    [InlineData("", 5, true, 5, null)] // no pattern: always up
    [InlineData("10,5", 0, true, 0, 10)]
    [InlineData("10,5", 9, true, 9, 10)]
    [InlineData("10,5", 10, false, 15, 10)] // the end of an up is down
    [InlineData("10,5", 14, false, 15, 14)]
    [InlineData("10,5", 15, true, 15, 25)] // and again from the start
    [InlineData("10,5", -3, true, 0, 10)] // before the start counts as the start
    [InlineData("10,5,20", 30, true, 30, 45)] // an odd pattern goes from its last up straight into its first
    [InlineData("0,5", 7, false, null, 7)] // never up
    [InlineData("5,0", 7, true, 7, null)] // never down
    [InlineData("0,0", 7, true, 7, null)] // a pattern without length says nothing
    public void The_market_is_up_and_down_as_the_pattern_says(string lengths, int since, bool up, int? nextUp, int? nextDown)
    {
        var rehearsal = With(lengths.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        Assert.Equal(up, RehearsalMarket.IsUp(rehearsal, Seconds(since)));
        Assert.Equal(nextUp, RehearsalMarket.NextUp(rehearsal, Seconds(since))?.TotalSeconds);
        Assert.Equal(nextDown, RehearsalMarket.NextDown(rehearsal, Seconds(since))?.TotalSeconds);
    }

    [Fact]
    public void What_is_said_of_a_time_agrees_with_every_second_up_to_it() => Prop.ForAll(Patterns(), Gen.Choose(0, 300).ToArbitrary(), (lengths, since) =>
    {
        var rehearsal = With(lengths);
        var states = Enumerable.Range(since, 200).Select(second => Naive(lengths, second)).ToArray();
        return RehearsalMarket.IsUp(rehearsal, Seconds(since)) == states[0]
            && Matches(RehearsalMarket.NextUp(rehearsal, Seconds(since)), Array.IndexOf(states, true), since)
            && Matches(RehearsalMarket.NextDown(rehearsal, Seconds(since)), Array.IndexOf(states, false), since);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Instants_and_the_offers_time_turn_into_each_other_and_never_come_early() => Prop.ForAll(Gen.Choose(1, 10_000).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (pace, ticks) =>
    {
        var rehearsal = With([]) with { Pace = pace };
        var since = TimeSpan.FromTicks(ticks);
        var back = RehearsalMarket.Since(rehearsal, RehearsalMarket.At(rehearsal, since));
        return back >= since && back - since < TimeSpan.FromTicks(pace);
    }).QuickCheckThrowOnFailure();

    private static bool Matches(TimeSpan? said, int found, int since) =>
        found < 0 ? said is null : said == Seconds(since + found);

    private static bool Naive(int[] lengths, int second)
    {
        var cycle = lengths.Sum();
        if (cycle == 0) return true;
        var left = second % cycle;
        for (var i = 0; ; i++)
        {
            if (left < lengths[i]) return i % 2 == 0;
            left -= lengths[i];
        }
    }

    private static Arbitrary<int[]> Patterns() => Gen.Choose(0, 12).ArrayOf().Where(lengths => lengths.Length <= 8).ToArbitrary();

    private static Rehearsal With(IEnumerable<int> lengths) =>
        new() { Offer = "x", Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Pattern = [.. lengths.Select(length => Seconds(length))] };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
