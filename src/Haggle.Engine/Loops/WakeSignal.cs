namespace Haggle.Engine.Loops;

/// <summary>Lets a loop sleep until its time or until somebody wakes it. Wakes that come while it works are not lost; several count as one.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _bell = New();
    private bool _rung;

    /// <summary>Wakes the loop.</summary>
    public void Set()
    {
        TaskCompletionSource? bell = null;
        lock (_gate)
        {
            _rung = true;
            bell = _bell;
        }

        bell.TrySetResult();
    }

    /// <summary>Waits for a wake, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task bell;
        lock (_gate)
        {
            if (_rung)
            {
                _rung = false;
                _bell = New();
                return;
            }

            bell = _bell.Task;
        }

        if (atMost > TimeSpan.Zero)
        {
            // Timers count whole milliseconds and leave out what is over: the loop would wake before its time, again and again, until the millisecond is over.
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(atMost.TotalMilliseconds));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(bell, Task.Delay(whole, time, stop.Token));
            stop.Cancel();
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_rung) return;
            _rung = false;
            _bell = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
