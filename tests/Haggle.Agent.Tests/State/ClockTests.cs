using Haggle.Agent.State;

namespace Haggle.Agent.Tests.State;

public sealed class ClockTests
{
    private readonly VirtualTime time = new();

    [Fact]
    public async Task A_lease_runs_out_exactly_when_nobody_renewed_it()
    {
        var lease = new Lease(time, TimeSpan.FromSeconds(10));
        var over = lease.RanOutAsync(CancellationToken.None);
        for (var second = 0; second < 9; second++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(over.IsCompleted);
        lease.Renew(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), lease.Left);
        await Until(over);
        Assert.Equal(TimeSpan.FromSeconds(12), TimeSpan.FromTicks(time.GetTimestamp()));
    }

    [Theory]
    [InlineData(120, 30, 30)]
    [InlineData(30, 30, 22.5)]
    [InlineData(2, 30, 1.5)]
    [InlineData(1, 30, 0.7)]
    [InlineData(0.2, 30, 0)]
    [InlineData(3600, 7200, 3590)]
    public void Part_of_a_notice_is_kept_for_the_last_checkpoint(double left, double grace, double given) =>
        Assert.Equal(given, Reclaim.GraceWithin(TimeSpan.FromSeconds(left), TimeSpan.FromSeconds(grace)).TotalSeconds, 6);

    [Fact]
    public void The_first_wish_is_the_reason_and_a_later_one_only_shortens_the_time()
    {
        using var wishes = new StopWishes(time);
        wishes.Ask("order", TimeSpan.FromSeconds(30));
        wishes.Ask("reclaim", TimeSpan.FromSeconds(2));
        wishes.Ask("order", TimeSpan.FromSeconds(60));
        Assert.Equal(("order", TimeSpan.FromSeconds(2)), (wishes.Why, wishes.Left));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, wishes.Left);
    }

    [Fact]
    public async Task News_is_told_at_once_and_quiet_news_after_a_moment()
    {
        var board = new StateBoard(time);
        var loud = board.NewsAsync(1, TimeSpan.FromSeconds(10), CancellationToken.None);
        Assert.False(loud.IsCompleted);
        board.Change(s => s with { Phase = "running" });
        Assert.Equal(2, (await loud).Mark);
        var quiet = board.NewsAsync(2, TimeSpan.FromSeconds(10), CancellationToken.None);
        board.ChangeQuietly(s => s with { LogLength = 1 });
        board.ChangeQuietly(s => s with { LogLength = 2 });
        await Until(quiet);
        Assert.Equal(2, (await quiet).State.LogLength);
        Assert.True(time.GetTimestamp() < TimeSpan.FromSeconds(1).Ticks);
        Assert.Equal(1, (await board.NewsAsync(0, TimeSpan.Zero, CancellationToken.None)).State.LogLength - 1);
    }

    private async Task Until(Task done)
    {
        // The other side goes on in threads of its own: they get a moment of real time before the clock goes on.
        for (var step = 1; !done.IsCompleted && step < 100_000; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            if (step % 20 == 0) time.Advance(TimeSpan.FromMilliseconds(50));
        }

        await done;
    }
}
