namespace Haggle.Engine.Tests;

/// <summary>A clock that stands still: whoever waits for time to pass waits for ever, so what must come by an event shows when it does not.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>Long enough for the slowest machine; a test that waits so long has failed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
