namespace Haggle.Agent.State;

/// <summary>
/// Everything that may ask the program to stop: an order, a reclaim notice, the end of the machine. The first one is the reason; a later one can only
/// shorten the time. Thread-safe.
/// </summary>
internal sealed class StopWishes(TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource asked = new();
    private DateTimeOffset deadline = DateTimeOffset.MaxValue;
    private string why = "";

    /// <summary>Cancelled when somebody has asked.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Whether somebody has.</summary>
    public bool IsAsked => asked.IsCancellationRequested;

    /// <summary>Who asked first, in words; "" before.</summary>
    public string Why
    {
        get
        {
            lock (gate) return why;
        }
    }

    /// <summary>How long the program still has; zero when it is over.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (gate)
            {
                if (deadline == DateTimeOffset.MaxValue) return TimeSpan.MaxValue;
                var left = deadline - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Asks for a stop, with so much grace from now.</summary>
    public void Ask(string reason, TimeSpan grace)
    {
        lock (gate)
        {
            var until = time.GetUtcNow() + grace;
            if (until < deadline) deadline = until;
            if (why.Length == 0) why = reason;
        }

        asked.Cancel();
    }

    public void Dispose() => asked.Dispose();
}
