namespace Haggle.Agent.State;

/// <summary>
/// The dead-man's switch: how long the machine may live without a call. Counted by a clock that nobody can set. Thread-safe.
/// </summary>
internal sealed class Lease
{
    // A renewal may also shorten the lease, so the wait is cut into pieces.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private long renewedAt;
    private TimeSpan length;

    public Lease(TimeProvider time, TimeSpan first)
    {
        this.time = time;
        Renew(first);
    }

    /// <summary>What is left; zero or less when it has run out.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (gate) return length - time.GetElapsedTime(renewedAt);
        }
    }

    /// <summary>Lets the machine live for so long from now.</summary>
    public void Renew(TimeSpan lease)
    {
        lock (gate)
        {
            renewedAt = time.GetTimestamp();
            length = lease;
        }
    }

    /// <summary>Counts from now again: the server is there, only busy sending.</summary>
    public void Touch()
    {
        lock (gate) renewedAt = time.GetTimestamp();
    }

    /// <summary>Returns once the lease has run out.</summary>
    public async Task RanOutAsync(CancellationToken cancellationToken)
    {
        while (Left is var left && left > TimeSpan.Zero) await Task.Delay(left < Look ? left : Look, time, cancellationToken);
    }
}
