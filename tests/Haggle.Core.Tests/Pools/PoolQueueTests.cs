using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Pools;

public sealed class PoolQueueTests
{
    private static readonly DateTimeOffset Noon = AnyPool.Noon;
    private static readonly PoolPolicy Policy = new();

    // One machine of four cards, of which somebody has two for another hour.
    private static readonly ImmutableArray<PoolSupply> Four = [Host("gpu1", 0, 0, 1000, 1000)];
    private static readonly PoolLoad TwoForAnHour = new([new PoolPart(0, [0, 1], 1000, 0, default)], Noon.AddHours(1));
    private static readonly PoolLoad TwoForNobodyKnows = TwoForAnHour with { EndsBy = null };

    [Theory]
    [InlineData(30, "begins", "it begins now and does not delay run 1")]
    [InlineData(60, "begins", "it begins now and does not delay run 1")]
    [InlineData(61, "waits", "it would delay run 1, which goes first")]
    [InlineData(0, "waits", "it has no max_duration, so it might delay run 1, which goes first")]
    public void A_small_run_goes_ahead_of_a_large_one_when_it_is_over_in_time(int minutes, string does, string reason)
    {
        var turns = Plan(Four, [TwoForAnHour], Wish(1, 4, 600), Wish(2, 2, minutes));
        Assert.Equal("next in the queue; what it wants is free by 2026-11-21 13:00Z at the latest", turns[0].Reason);
        Assert.Equal((does, reason), (turns[1].Begins.IsEmpty ? "waits" : "begins", turns[1].Reason));
    }

    [Fact]
    public void A_small_run_goes_ahead_for_as_long_as_it_likes_where_the_large_one_does_not_need_its_cards() =>
        Assert.True(Plan(Four, [TwoForAnHour], Wish(1, 3, 600), Wish(2, 1, 0))[1].GoesAhead);

    [Fact]
    public void While_nobody_knows_when_the_head_can_begin_only_what_it_never_needs_goes_ahead()
    {
        Assert.Equal("next in the queue; those that have what it wants have not said when they end", Plan(Four, [TwoForNobodyKnows], Wish(1, 4, 0))[0].Reason);
        Assert.False(Plan(Four, [TwoForNobodyKnows], Wish(1, 4, 0), Wish(2, 1, 5))[1].GoesAhead);
        Assert.True(Plan(Four, [TwoForNobodyKnows], Wish(1, 3, 0), Wish(2, 1, 5))[1].GoesAhead);
    }

    [Fact]
    public void What_can_never_fit_holds_nobody_up()
    {
        var turns = Plan(Four, [TwoForAnHour], Wish(1, 5, 60), Wish(2, 2, 0));
        Assert.Equal("no machine of the pool that is open has what it wants", turns[0].Reason);
        Assert.Equal("it begins now", turns[1].Reason);
    }

    [Fact]
    public void A_gang_is_spread_over_machines_and_waits_for_all_of_them()
    {
        ImmutableArray<PoolSupply> two = [Host("gpu1", 1000, 1000), Host("gpu2", 1000, 0)];
        Assert.Equal("0 1", Hosts(Plan(two, [], Wish(1, 1, 0) with { Nodes = 2 }, Wish(2, 1, 0))[0], two));
        Assert.True(Plan(two, [new PoolLoad([new PoolPart(1, [1], 1000, 0, default)], null)], Wish(1, 2, 0) with { Nodes = 2 })[0].Begins.IsEmpty);
        Assert.True(Plan([two[0], two[0] with { Name = "gpu3", IsOpen = false }], [], Wish(1, 2, 0) with { Nodes = 2 })[0].Begins.IsEmpty);
    }

    [Fact]
    public void Shares_fill_a_card_before_the_next_one_is_begun()
    {
        ImmutableArray<PoolSupply> two = [Host("gpu1", 1000, 400)];
        var turns = Plan(two, [], Wish(1, 0.4, 0), Wish(2, 0.4, 0), Wish(3, 0.7, 0));
        Assert.Equal(["1", "0", ""], turns.Select(turn => string.Join(' ', turn.Begins.SelectMany(part => part.Cards))));
    }

    [Fact]
    public void The_order_is_overdue_then_priority_then_fair_share_with_waiting_then_time()
    {
        var usage = new PoolUsage(Policy, Noon);
        usage.Add("ann", 8, Noon.AddDays(-1), Noon);
        var order = PoolQueue.Order(
            [
                Wish(1, 1, 0) with { User = "ann", Since = Noon.AddHours(-10) },
                Wish(2, 1, 0) with { User = "bob", Since = Noon.AddHours(-1) },
                Wish(3, 1, 0) with { User = "ann", Priority = 5 },
                Wish(4, 1, 0) with { User = "ann", Priority = -5, Since = Noon.AddDays(-8) },
                Wish(5, 1, 0) with { User = "bob", Since = Noon.AddHours(-2) },
            ],
            usage,
            Policy,
            Noon);
        Assert.Equal([4, 3, 5, 2, 1], order.Select(wish => wish.Run.Value));
    }

    [Fact]
    public void An_hour_of_use_counts_half_after_a_week_and_a_fair_share_is_a_claim_of_one_half()
    {
        var usage = new PoolUsage(Policy, Noon);
        usage.Add("ann", 1, Noon.AddDays(-7).AddMinutes(-30), Noon.AddDays(-7).AddMinutes(30));
        Assert.Equal(0.5, usage.Of("ann"), 4);
        var cut = new PoolUsage(Policy, Noon);
        for (var minute = -30; minute < 30; minute++) cut.Add("ann", 1, Noon.AddDays(-7).AddMinutes(minute), Noon.AddDays(-7).AddMinutes(minute + 1));
        Assert.Equal(usage.Of("ann"), cut.Of("ann"), 9);
        usage.Add("bob", 1, Noon.AddDays(-7).AddMinutes(-30), Noon.AddDays(-7).AddMinutes(30));
        Assert.Equal((0.5, 0.5, 1.0), (Math.Round(usage.Claim("ann", 2), 9), Math.Round(usage.Claim("bob", 2), 9), usage.Claim("cleo", 2)));
    }

    private static string Hosts(PoolTurn turn, ImmutableArray<PoolSupply> hosts) => string.Join(' ', turn.Begins.Select(part => part.Host).Order().Where(host => hosts[host].IsOpen));

    private static ImmutableArray<PoolTurn> Plan(ImmutableArray<PoolSupply> hosts, ImmutableArray<PoolLoad> loads, params ImmutableArray<PoolWish> waiting) =>
        PoolQueue.Plan(hosts, loads, waiting, new PoolUsage(Policy, Noon), Policy, Noon);

    private static PoolSupply Host(string name, params int[] free) =>
        new() { Name = name, Cards = [.. free.Select(each => new PoolCard("A100", Gib.FromGib(40), each))], Vcpus = 16, Memory = Gib.FromGib(64) };

    private static PoolWish Wish(int run, double cards, int minutes) =>
        new() { Run = new RunId(run), Since = Noon.AddSeconds(run - 100), Cards = cards, Limit = minutes > 0 ? TimeSpan.FromMinutes(minutes) : null };
}
