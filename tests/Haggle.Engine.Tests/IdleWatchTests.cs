using Haggle.Server.Hosting;

namespace Haggle.Engine.Tests;

/// <summary>The patience of a private server, on a clock that is moved by hand.</summary>
public sealed class IdleWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly SteppedClock _time = new(Noon);
    private int _runs;

    [Fact]
    public async Task A_private_server_without_runs_ends_five_minutes_after_its_last_request()
    {
        var idle = Watch();
        var end = idle.WaitAsync(isPrivate: true, CancellationToken.None);
        await _time.PassAsync(TimeSpan.FromMinutes(4));
        idle.Entered();
        idle.Left();
        await _time.PassAsync(TimeSpan.FromSeconds(295));
        Assert.False(end.IsCompleted);
        await _time.PassAsync(TimeSpan.FromSeconds(15));
        await end.WaitAsync(SteppedClock.Limit, TimeProvider.System, CancellationToken.None);
    }

    [Fact]
    public async Task A_request_that_is_being_answered_keeps_it_alive_however_long_it_takes()
    {
        var idle = Watch();
        idle.Entered();
        var end = idle.WaitAsync(isPrivate: true, CancellationToken.None);
        await _time.PassAsync(TimeSpan.FromHours(2));
        Assert.False(end.IsCompleted);
        idle.Left();
        await _time.PassAsync(TimeSpan.FromSeconds(295));
        Assert.False(end.IsCompleted);
        await _time.PassAsync(TimeSpan.FromSeconds(15));
        await end.WaitAsync(SteppedClock.Limit, TimeProvider.System, CancellationToken.None);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_server_with_a_run_or_one_that_is_not_private_stays(bool isPrivate, int runs)
    {
        _runs = runs;
        using var stop = new CancellationTokenSource();
        var end = Watch().WaitAsync(isPrivate, stop.Token);
        await _time.PassAsync(TimeSpan.FromHours(3));
        Assert.False(end.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
    }

    [Fact]
    public async Task A_run_that_ends_after_hours_does_not_have_the_server_wait_again()
    {
        _runs = 1;
        var end = Watch().WaitAsync(isPrivate: true, CancellationToken.None);
        await _time.PassAsync(TimeSpan.FromHours(3));
        _runs = 0;
        await _time.PassAsync(TimeSpan.FromSeconds(10));
        await end.WaitAsync(SteppedClock.Limit, TimeProvider.System, CancellationToken.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_is_asked_to_end_when_idle_has_no_further_patience(bool isPrivate)
    {
        _runs = 1;
        var idle = Watch();
        var end = idle.WaitAsync(isPrivate, CancellationToken.None);
        idle.StopWhenIdle();
        await _time.PassAsync(TimeSpan.FromMinutes(1));
        Assert.False(end.IsCompleted);
        _runs = 0;
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        await end.WaitAsync(SteppedClock.Limit, TimeProvider.System, CancellationToken.None);
    }

    private IdleWatch Watch() => new(() => _runs, _time);
}
