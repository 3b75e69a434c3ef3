using System.Collections.Immutable;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Engine.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haggle.Engine.Tests;

public sealed class DueLoopTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_stored_while_the_next_due_instant_is_read_is_looked_at_in_time(bool othersAreDueLater)
    {
        var time = new StandingClock(Noon);
        var store = new RacingStore(othersAreDueLater ? Noon + TimeSpan.FromHours(1) : null);
        using var stop = new CancellationTokenSource();
        var market = new MarketBook([], time, NullLogger<MarketBook>.Instance);
        var runs = new RunLoop(store, new RunBoard(), market, new PoolBook([], store, new RunBoard(), new Core.Pools.PoolPolicy(), time), new ExperienceBook(store, []), new RunPolicy(), ImmutableDictionary<Core.Market.ProviderName, ProviderPatience>.Empty, ImmutableDictionary<Core.Market.ProviderName, Core.Units.Money>.Empty, time, NullLogger<RunLoop>.Instance);
        var loop = new DueLoop(store, runs, time, NullLogger<DueLoop>.Instance);
        store.WhileRead = () => loop.Due(Noon);
        var running = loop.RunAsync(stop.Token);
        await store.LookedTwice.Task.WaitAsync(StandingClock.Limit, TimeProvider.System, CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Another thread stores a run that is due now, after the answer was read and before the loop has it.</summary>
    private sealed class RacingStore(DateTimeOffset? nextDue) : BareStore
    {
        private int _looks;

        public Action WhileRead { get; set; } = () => { };

        public TaskCompletionSource LookedTwice { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
        {
            if (++_looks == 2) LookedTwice.TrySetResult();
            return Task.FromResult(ImmutableArray<RunId>.Empty);
        }

        public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
        {
            if (_looks == 1) WhileRead();
            return Task.FromResult(nextDue);
        }
    }
}
