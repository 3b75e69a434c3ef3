namespace Haggle.Simulation.Time;

/// <summary>
/// The world's only thread: a queue of occurrences by virtual instant. What falls on the same instant happens in an order that the seed draws.
/// </summary>
internal sealed class Pump(Dice ties, DateTimeOffset start)
{
    private readonly PriorityQueue<Occurrence, (long At, ulong Tie, long Sequence)> _queue = new();
    private long _sequence;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>How many occurrences there have been.</summary>
    public long Steps { get; private set; }

    public Occurrence At(DateTimeOffset at, Life? life, Action act)
    {
        var occurrence = new Occurrence(life, act);
        var ticks = Math.Max(at.UtcTicks, Now.UtcTicks);
        _queue.Enqueue(occurrence, (ticks, ties.Next(), _sequence++));
        return occurrence;
    }

    public Occurrence After(TimeSpan wait, Life? life, Action act) => At(Now + wait, life, act);

    public Occurrence After(TimeSpan wait, Action act) => At(Now + wait, null, act);

    /// <summary>Continues the code of a life in the order in which it asked for it, before anything else happens.</summary>
    public void Continue(Life life, Action act) => _queue.Enqueue(new Occurrence(life, act), (Now.UtcTicks, 0, _sequence++));

    /// <summary>Lets the next thing happen; false when nothing is left.</summary>
    public bool Step()
    {
        while (_queue.TryDequeue(out var occurrence, out var key))
        {
            if (occurrence.CalledOff || occurrence.Life is { IsOver: true }) continue;
            if (key.At > Now.UtcTicks) Now = new DateTimeOffset(key.At, TimeSpan.Zero);
            Steps++;
            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(occurrence.Life);
            try
            {
                occurrence.Act();
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }

            return true;
        }

        return false;
    }
}
