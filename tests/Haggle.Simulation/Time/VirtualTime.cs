namespace Haggle.Simulation.Time;

/// <summary>The clock of one life: it stands still until the pump moves it. Delays, time-outs and periodic timers work on it.</summary>
internal sealed class VirtualTime(Pump pump, Life? life) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => pump.Now;

    public override long GetTimestamp() => pump.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(pump, life, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(Pump pump, Life? life, Action tick) : ITimer
    {
        private Occurrence? _next;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed) return false;
            _next?.CallOff();
            _next = dueTime < TimeSpan.Zero ? null : pump.After(dueTime, life, () => Fire(period));
            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            _next?.CallOff();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimeSpan period)
        {
            if (period > TimeSpan.Zero) _next = pump.After(period, life, () => Fire(period));
            tick();
        }
    }
}
