using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Pools;
using Haggle.Core.Runs;

namespace Haggle.Core.Tests.Pools;

public sealed class PoolQueueProperties
{
    private static readonly PoolPolicy Policy = new();

    [Fact]
    public void Nothing_is_ever_given_twice_and_nothing_begins_on_a_machine_that_is_not_open() => ForAnySeed(seed =>
    {
        var any = new AnyPool(seed);
        var (hosts, loads) = any.Loaded();
        var left = hosts;
        foreach (var turn in PoolQueue.Plan(hosts, loads, any.Wishes(), any.Usage(), Policy, AnyPool.Noon))
        {
            left = AnyPool.Without(left, turn.Begins);
            Assert.All(turn.Begins, part => Assert.True(hosts[part.Host].IsOpen));
            Assert.All(turn.Begins, part => Assert.All(part.Cards, card => Assert.True(turn.Wish.Model.Length == 0 || hosts[part.Host].Cards[card].Model == turn.Wish.Model)));
        }
    });

    [Fact]
    public void A_gang_begins_whole_or_not_at_all() => ForAnySeed(seed =>
    {
        var any = new AnyPool(seed);
        var (hosts, loads) = any.Loaded();
        foreach (var turn in PoolQueue.Plan(hosts, loads, any.Wishes(), any.Usage(), Policy, AnyPool.Noon))
        {
            Assert.True(turn.Begins.IsEmpty || turn.Begins.Length == turn.Wish.Nodes);
            Assert.All(turn.Begins, part => Assert.Equal((int)Math.Ceiling(turn.Wish.Cards), part.Cards.Length));
        }
    });

    [Fact]
    public void Who_goes_ahead_never_delays_the_head_of_the_queue() => ForAnySeed(seed =>
    {
        var any = new AnyPool(seed);
        var (hosts, loads) = any.Loaded();
        var turns = PoolQueue.Plan(hosts, loads, any.Wishes(), any.Usage(), Policy, AnyPool.Noon);
        if (turns.FirstOrDefault(turn => turn is { Begins.IsEmpty: true, ExpectedAt: not null }) is not { } head) return;
        var ahead = turns.Where(turn => turn.GoesAhead).ToArray();
        var left = turns.Aggregate(hosts, (room, turn) => AnyPool.Without(room, turn.Begins));
        var all = turns.Where(turn => !turn.Begins.IsEmpty).Select(turn => new PoolLoad(turn.Begins, AnyPool.Noon + turn.Wish.Limit));

        // Asked again with those who went ahead running, the head alone is promised the same instant or an earlier one.
        var again = PoolQueue.Plan(left, [.. loads, .. all], [head.Wish], any.Usage(), Policy, AnyPool.Noon).Single();
        Assert.True(again.ExpectedAt <= head.ExpectedAt, $"{ahead.Length} went ahead: {again.ExpectedAt} instead of {head.ExpectedAt}");
    });

    [Fact]
    public void Everybody_who_fits_at_all_begins_in_the_end_and_the_head_by_its_promise() => ForAnySeed(
        seed =>
        {
            var any = new AnyPool(seed);
            var left = any.Hosts();
            var waiting = any.Wishes(20, limited: true).Select(wish => wish with { Since = AnyPool.Noon }).ToList();
            var never = waiting.Where(wish => PoolQueue.Plan(left, [], [wish], any.Usage(), Policy, AnyPool.Noon).Single().Begins.IsEmpty).ToHashSet();
            var running = new List<PoolLoad>();
            var promised = new Dictionary<RunId, DateTimeOffset>();
            var now = AnyPool.Noon;
            for (var step = 0; waiting.Count > never.Count; step++)
            {
                Assert.True(step < 200, "somebody starves");
                foreach (var turn in PoolQueue.Plan(left, [.. running], [.. waiting], new PoolUsage(Policy, now), Policy, now))
                {
                    if (turn.Begins.IsEmpty)
                    {
                        if (turn.ExpectedAt is { } at && (!promised.TryGetValue(turn.Wish.Run, out var known) || at < known)) promised[turn.Wish.Run] = at;
                        continue;
                    }

                    if (promised.TryGetValue(turn.Wish.Run, out var by)) Assert.True(now <= by, $"run {turn.Wish.Run} was promised {by} and begins at {now}");
                    left = AnyPool.Without(left, turn.Begins);
                    running.Add(new PoolLoad(turn.Begins, now + turn.Wish.Limit));
                    waiting.Remove(turn.Wish);
                }

                if (running.Count == 0) break;

                // Some end before their limit: a promise must hold then too.
                var next = running.OrderBy(load => load.EndsBy).First();
                now = next.EndsBy!.Value;
                foreach (var load in running.Where(load => load.EndsBy <= now).ToArray())
                {
                    left = AnyPool.With(left, load.Parts);
                    running.Remove(load);
                }
            }

            Assert.Equal(never.Count, waiting.Count);
        },
        count: 60);

    private static void ForAnySeed(Action<int> law, int count = 300) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => law(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
