using Haggle.Engine.Loops;

namespace Haggle.Engine.Tests;

public sealed class WakeSignalTests
{
    [Fact]
    public async Task A_wake_that_came_before_the_wait_is_not_lost_and_several_count_as_one()
    {
        var wake = new WakeSignal(TimeProvider.System);
        wake.Set();
        wake.Set();
        await wake.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None);
        var second = wake.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None);
        Assert.False(second.IsCompleted);
        wake.Set();
        await second;
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_says_so()
    {
        var wake = new WakeSignal(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var wait = wake.WaitAsync(TimeSpan.FromHours(1), stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task A_wait_for_no_time_comes_back_at_once() =>
        await new WakeSignal(TimeProvider.System).WaitAsync(TimeSpan.Zero, CancellationToken.None);

    [Fact]
    public async Task A_wait_for_less_than_a_timer_counts_is_a_wait_all_the_same()
    {
        var wake = new WakeSignal(new StandingClock(DateTimeOffset.UnixEpoch));
        var wait = wake.WaitAsync(TimeSpan.FromMicroseconds(491), CancellationToken.None);
        Assert.False(wait.IsCompleted);
        wake.Set();
        await wait.WaitAsync(StandingClock.Limit, TimeProvider.System, CancellationToken.None);
    }
}
