namespace Haggle.Engine.Tests;

/// <summary>A clock that is moved by hand, in small steps, each with all that it sets going.</summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>Long enough for the slowest machine; a test that waits so long has failed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private const int HopsMost = 200_000;

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets time pass. What waits for the clock runs before the next step, on the pool.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = _passed + time; _passed < end;)
        {
            _passed += Step;
            Timer[] due;
            lock (_gate)
            {
                _timers.RemoveAll(timer => timer.IsOver);
                due = [.. _timers.Where(timer => timer.Due <= _passed)];
            }

            foreach (var timer in due) timer.Fire();

            // Who was woken is given the time to wait for the clock again, or to end.
            for (var hop = 0; hop < HopsMost && due.Length > 0 && !SomebodyWaits(); hop++) await Task.Yield();
        }
    }

    private bool SomebodyWaits()
    {
        lock (_gate) return _timers.Exists(timer => !timer.IsOver && timer.Due < TimeSpan.MaxValue);
    }

    private sealed class Timer(SteppedClock clock, Action act) : ITimer
    {
        public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

        public bool IsOver { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : clock._passed + dueTime;
            return true;
        }

        public void Fire()
        {
            Due = TimeSpan.MaxValue;
            act();
        }

        public void Dispose() => IsOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
