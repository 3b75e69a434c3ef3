using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Pools;

public sealed class PoolSeatingTests
{
    private static readonly DateTimeOffset Noon = AnyPool.Noon;
    private static readonly ProviderName Pool = new("pool");

    private static readonly ImmutableArray<PoolSupply> Machines = [Machine("gpu1", 1000, 1000), Machine("gpu2", 1000, 1000)];

    private static readonly MarketSnapshot Market = new(
        Noon, [.. from machine in (string[])["gpu1", "gpu2"] from count in (double[])[0.5, 1, 2] select Offer(machine, count), Cloud]);

    private static Quote Cloud => new(
        new Offer { Key = new OfferKey("cloud/r/big/on-demand"), Provider = new ProviderName("cloud"), Region = "r", InstanceType = "big", Accelerator = "A100", AcceleratorCount = 2, AcceleratorMemory = Gib.FromGib(80), Purchase = Purchase.OnDemand },
        HourlyRate.FromUsd(9),
        new Provenance("test", Noon));

    [Fact]
    public void A_gang_gets_a_part_of_each_machine_and_its_attempt_begins_on_both()
    {
        var run = Waiting(1, nodes: 2, cards: 2);
        var seat = Seats([run], [])[run.Id];
        Assert.Equal(["pool/gpu1/2x/owned", "pool/gpu2/2x/owned"], seat.Quotes.Select(quote => quote.Offer.Key.Value).Order(StringComparer.Ordinal));
        var decision = RunDecider.Decide(run, Input(seat), Noon);
        Assert.Equal(["gpu1", "gpu2"], decision.Next.Attempt!.Slots.Select(slot => slot.Quote.Offer.Region).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_that_must_wait_says_its_place_and_does_not_take_what_is_kept_for_another()
    {
        var first = Waiting(1, nodes: 2, cards: 2);
        var second = Waiting(2, nodes: 1, cards: 2);
        var seats = Seats([first, second], [new PoolHolding("somebody", new PoolPart(1, [0], 1000, 0, default))]);
        Assert.Equal((1, 2), (seats[first.Id].Place, seats[second.Id].Place));
        var decision = RunDecider.Decide(second, Input(seats[second.Id]), Noon);
        Assert.Null(decision.Next.Attempt);
        Assert.Equal("waiting: place 2 in the queue for own machines: it has no max_duration, so it might delay run 1, which goes first", decision.Next.Reason);
        Assert.Equal(Noon.AddSeconds(5), decision.Next.DueAt);
    }

    [Fact]
    public void A_machine_of_our_own_that_the_picture_does_not_show_yet_counts_as_taken()
    {
        var seat = Seats([Waiting(1, nodes: 1, cards: 2)], [])[new RunId(1)];
        var placed = RunDecider.Decide(Waiting(1, nodes: 1, cards: 2), Input(seat), Noon).Next;
        var next = Seats([placed, Waiting(2, nodes: 2, cards: 2)], []);
        Assert.True(next[new RunId(2)].Quotes.IsEmpty);
        Assert.DoesNotContain(placed.Id, next.Keys);
    }

    [Fact]
    public void Shares_and_named_machines_are_asked_for_as_the_task_says()
    {
        var half = Waiting(1, nodes: 1, cards: 0.4);
        Assert.Equal(0.5, Seats([half], [])[half.Id].Quotes.Single().Offer.AcceleratorCount);
        var named = Waiting(2, nodes: 1, cards: 1, region: "gpu2");
        Assert.Equal("gpu2", Seats([named], [])[named.Id].Quotes.Single().Offer.Region);
    }

    [Fact]
    public void A_run_that_wants_something_else_or_may_not_be_tried_yet_is_not_in_the_queue()
    {
        var other = Waiting(1, nodes: 1, cards: 1, accelerator: "H100");
        var later = Waiting(2, nodes: 1, cards: 1) with { NotBefore = Noon.AddMinutes(1) };
        Assert.Empty(Seats([other, later], []));
    }

    [Fact]
    public void A_budget_is_measured_by_the_dearest_machine_of_a_gang()
    {
        var seat = new PoolSeat { Provider = Pool, Place = 1, Reason = "", Quotes = [Offer("gpu1", 1) with { Rate = HourlyRate.FromUsd(1) }, Offer("gpu2", 1) with { Rate = HourlyRate.FromUsd(2) }] };
        Assert.Equal(["pool/gpu2/1x/owned", "cloud/r/big/on-demand"], seat.Narrow(Market).Quotes.Select(quote => quote.Offer.Key.Value));
    }

    private static ImmutableDictionary<RunId, PoolSeat> Seats(ImmutableArray<Run> runs, ImmutableArray<PoolHolding> holdings)
    {
        // What somebody has is not in what is free.
        var supplies = holdings.Aggregate(Machines, (all, holding) => AnyPool.Without(all, [holding.Part]));
        return PoolSeating.Of(Pool, new PoolPicture(Noon, supplies, holdings), runs, _ => "ann", new PoolUsage(new PoolPolicy(), Noon), Market, new PoolPolicy(), Noon);
    }

    private static DeciderInput Input(PoolSeat seat) => new() { Owner = new OwnerId("o"), Policy = new(), Market = Market, Seat = seat };

    private static Run Waiting(int id, int nodes, double cards, string region = "", string accelerator = "A100") => new()
    {
        Id = new RunId(id),
        Version = 1,
        SubmittedAt = Noon.AddSeconds(id - 100),
        Job = new Job { Name = $"job{id}", Nodes = nodes, Wishes = [new ResourceWish { Provider = "pool", Accelerator = accelerator, AcceleratorCount = cards, Region = region }] },
    };

    private static PoolSupply Machine(string name, params int[] free) =>
        new() { Name = name, Cards = [.. free.Select(each => new PoolCard("A100", Gib.FromGib(80), each))], Vcpus = 16, Memory = Gib.FromGib(64) };

    private static Quote Offer(string machine, double count) => new(
        new Offer
        {
            Key = new OfferKey(FormattableString.Invariant($"pool/{machine}/{count}x/owned")),
            Provider = Pool,
            Region = machine,
            InstanceType = FormattableString.Invariant($"{count}x"),
            Accelerator = "A100",
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib(80),
            Purchase = Purchase.Owned,
        },
        HourlyRate.FromUsd((decimal)count / 10),
        new Provenance("test", Noon));
}
