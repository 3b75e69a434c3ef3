using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Loops;
using Haggle.Engine.Ports;

namespace Haggle.Engine.Tests;

public sealed class PoolBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProviderName Name = new("pool");

    private readonly SteppedClock _time = new(Noon);
    private readonly RunBoard _board = new();
    private readonly OneMachine _pool = new();

    [Fact]
    public async Task The_first_run_gets_the_machine_and_the_second_is_told_its_place()
    {
        _board.Publish(Waiting(1));
        var book = Book();
        var second = await SeatAsync(book, Waiting(2));
        Assert.Equal((2, true), (second!.Place, second.Quotes.IsEmpty));
        var first = await SeatAsync(book, Waiting(1));
        Assert.Equal("gpu1", first!.Quotes.Single().Offer.Region);
        Assert.Equal(1, book.Last(new RunId(1))!.Place);
    }

    [Fact]
    public async Task The_pool_is_asked_once_for_all_who_come_within_three_seconds()
    {
        var book = Book();
        await SeatAsync(book, Waiting(1));
        await SeatAsync(book, Waiting(2));
        Assert.Equal(1, _pool.Asked);
        await _time.PassAsync(TimeSpan.FromSeconds(4));
        await SeatAsync(book, Waiting(1));
        Assert.Equal(2, _pool.Asked);
    }

    [Fact]
    public async Task Whoever_comes_while_the_pool_is_asked_waits_for_the_same_answer()
    {
        _pool.Gate = new TaskCompletionSource();
        var book = Book();
        var first = SeatAsync(book, Waiting(1));
        var second = SeatAsync(book, Waiting(2));
        Assert.False(first.IsCompleted || second.IsCompleted);
        _pool.Gate.SetResult();
        Assert.NotNull(await first);
        Assert.NotNull(await second);
        Assert.Equal(1, _pool.Asked);
    }

    [Fact]
    public async Task A_pool_that_fails_is_taken_as_it_was_seen_last()
    {
        var book = Book();
        await SeatAsync(book, Waiting(1));
        _pool.Fails = true;
        await _time.PassAsync(TimeSpan.FromSeconds(4));
        Assert.Equal("gpu1", (await SeatAsync(book, Waiting(1)))!.Quotes.Single().Offer.Region);
        Assert.Equal(2, _pool.Asked);
    }

    [Fact]
    public async Task A_pool_that_was_never_seen_has_no_queue()
    {
        _pool.Fails = true;
        Assert.Null(await SeatAsync(Book(), Waiting(1)));
    }

    [Fact]
    public async Task A_pool_that_does_not_answer_holds_a_decision_up_for_ten_seconds_at_most()
    {
        _pool.Gate = new TaskCompletionSource();
        var seat = SeatAsync(Book(), Waiting(1));
        await _time.PassAsync(TimeSpan.FromSeconds(11));
        Assert.Null(await seat.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task A_pool_that_the_market_does_not_show_is_not_asked()
    {
        Assert.Null(await Book().ForAsync(Waiting(1), MarketSnapshot.Empty, CancellationToken.None));
        Assert.Equal(0, _pool.Asked);
    }

    private PoolBook Book() => new([_pool], new Users(), _board, new PoolPolicy(), _time);

    private static Task<PoolSeat?> SeatAsync(PoolBook book, Run run) => book.ForAsync(run, new MarketSnapshot(Noon, [Offer]), CancellationToken.None);

    private static Quote Offer => new(
        new Offer
        {
            Key = new OfferKey("pool/gpu1/1x/owned"),
            Provider = Name,
            Region = "gpu1",
            InstanceType = "1x",
            Accelerator = "A100",
            AcceleratorCount = 1,
            AcceleratorMemory = Gib.FromGib(80),
            Purchase = Purchase.Owned,
        },
        HourlyRate.FromUsd(1),
        new Provenance("test", Noon));

    private static Run Waiting(int id) => new()
    {
        Id = new RunId(id),
        Version = 1,
        SubmittedAt = Noon.AddSeconds(id - 100),
        Job = new Job { Name = $"job{id}", Wishes = [new ResourceWish { Provider = "pool", Accelerator = "A100", AcceleratorCount = 1 }] },
    };

    private sealed class OneMachine : IPool
    {
        public ProviderName Provider => Name;

        public int Asked { get; private set; }

        public bool Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public async Task<PoolPicture> PictureAsync(CancellationToken cancellationToken)
        {
            Asked++;
            if (Gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
            if (Fails) throw new ProviderException(Name, "not reached", isTransient: true);
            return new PoolPicture(Noon, [new PoolSupply { Name = "gpu1", Cards = [new PoolCard("A100", Gib.FromGib(80), PoolCard.Whole)], Vcpus = 16, Memory = Gib.FromGib(64) }], []);
        }
    }

    private sealed class Users : BareStore
    {
        public override Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<RunSource?>(new RunSource("t.yaml", "", [], "ann", ""));

        public override Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PastAttempt>.Empty);
    }
}
