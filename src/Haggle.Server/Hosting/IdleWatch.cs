namespace Haggle.Server.Hosting;

/// <summary>Ends a private server that has had nothing to watch and nobody to answer for a while.</summary>
/// <param name="liveRuns">How many runs are not over.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleWatch(Func<int> liveRuns, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Somebody waits for the end, to start the next server.</summary>
    private static readonly TimeSpan LookEveryWhenAsked = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastRequest = time.GetTimestamp();
    private int _openRequests;

    /// <summary>How long after the last request a server without runs goes on.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    public void Entered() => Interlocked.Increment(ref _openRequests);

    public void Left()
    {
        Volatile.Write(ref _lastRequest, time.GetTimestamp());
        Interlocked.Decrement(ref _openRequests);
    }

    /// <summary>End as soon as no run is live, without further patience.</summary>
    public void StopWhenIdle() => _asked.TrySetResult();

    /// <summary>Returns when there has been nothing to do for long enough.</summary>
    public async Task WaitAsync(bool isPrivate, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_asked.Task.IsCompleted) await Task.Delay(LookEveryWhenAsked, time, cancellationToken);
            else await Task.WhenAny(_asked.Task, Task.Delay(LookEvery, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            var quiet = liveRuns() == 0 && Volatile.Read(ref _openRequests) == 0;
            if (quiet && (_asked.Task.IsCompleted || (isPrivate && time.GetElapsedTime(Volatile.Read(ref _lastRequest)) > Patience))) return;
        }
    }
}
