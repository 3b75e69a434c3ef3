using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Engine.Loops;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haggle.Engine.Tests;

public sealed class AgentWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_order_that_changes_while_the_call_is_being_made_goes_out_at_once()
    {
        var time = new StandingClock(Noon);
        var board = new RunBoard();
        var run = OneMachine(OrderStage.Hold);
        board.Publish(run);
        using var stop = new CancellationTokenSource();
        var background = new Background(NullLogger<Background>.Instance, stop.Token);
        var link = new SilentLink { OnFirstCall = () => board.Publish(run with { Version = 2, Attempt = run.Attempt! with { Stage = OrderStage.Run } }) };
        var market = new MarketBook([], time, NullLogger<MarketBook>.Instance);
        var runs = new RunLoop(new NoStore(), board, market, new PoolBook([], new NoStore(), board, new Core.Pools.PoolPolicy(), time), new ExperienceBook(new NoStore(), []), new RunPolicy(), ImmutableDictionary<ProviderName, ProviderPatience>.Empty, ImmutableDictionary<ProviderName, Core.Units.Money>.Empty, time, NullLogger<RunLoop>.Instance);
        new AgentWatch(link, new NoLogs(), board, runs, background, new RunPolicy(), time, NullLogger<AgentWatch>.Instance).Look(run);
        Assert.Equal(OrderStage.Run, await link.SecondStage.Task.WaitAsync(StandingClock.Limit, TimeProvider.System, CancellationToken.None));
        await stop.CancelAsync();
        await background.DrainAsync();
    }

    private static Run OneMachine(OrderStage stage)
    {
        var offer = new Offer { Key = new OfferKey("cloud/x"), Provider = new ProviderName("cloud"), InstanceType = "x" };
        var slot = new Slot
        {
            Epoch = 1,
            Rank = 0,
            Token = new LaunchToken("o-1-1-0"),
            Quote = new Quote(offer, default, new Provenance("test", Noon)),
            IntendedAt = Noon,
            ReadyBy = Noon,
            State = SlotState.Ready,
            Machine = new MachineId("m"),
        };
        return new Run
        {
            Id = new RunId(1),
            Version = 1,
            Epoch = 1,
            Phase = RunPhase.Active,
            Job = new Job { Name = "a" },
            SubmittedAt = Noon,
            Attempt = new Attempt { Epoch = 1, DecidedAt = Noon, Slots = [slot], Stage = stage },
        };
    }

    /// <summary>An agent without news: it answers nobody.</summary>
    private sealed class SilentLink : IAgentLink
    {
        private int _calls;

        public required Action OnFirstCall { get; init; }

        public TaskCompletionSource<OrderStage> SecondStage { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ReadOnlyMemory<byte> Configure(Slot slot, TimeSpan firstLease) => default;

        public async Task<AgentAnswer> CallAsync(Slot slot, AgentCall call, CancellationToken cancellationToken)
        {
            if (++_calls == 1) OnFirstCall();
            if (_calls == 2) SecondStage.TrySetResult(call.Order.Stage);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new NotSupportedException();
        }

        public Task<LogPiece> ReadLogAsync(Slot slot, long offset, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoStore : BareStore;

    private sealed class NoLogs : ILogStore
    {
        public long Length(RunId run, int epoch, int rank) => 0;

        public Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
