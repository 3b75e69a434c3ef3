namespace Haggle.Simulation.Time;

/// <summary>
/// What makes time pass: a queue of occurrences by virtual instant. What falls on the same instant happens in an order that the seed draws.
/// The process has a thread pool of one thread (see the project file), and the pump runs on it: before the next thing happens, all code that
/// the last one set going has come to rest, so that the order is the same each time, however the code hops through the pool.
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

    /// <summary>Lets things happen until it is enough or nothing is left.</summary>
    public async Task RunAsync(Func<bool> isEnough)
    {
        ThreadPool.GetMaxThreads(out var threads, out _);
        if (threads != 1) throw new InvalidOperationException("the simulation needs a thread pool of one thread: set ThreadPoolMinThreads and ThreadPoolMaxThreads to 1 in the project that hosts it");
        do
        {
            await Rest.OfThePool;
        }
        while (!isEnough() && Step());
    }

    /// <summary>Lets the next thing happen.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Step()
    {
        while (_queue.TryDequeue(out var occurrence, out var key))
        {
            if (occurrence.CalledOff || occurrence.Life is { IsOver: true }) continue;
            if (key.At > Now.UtcTicks) Now = new DateTimeOffset(key.At, TimeSpan.Zero);
            Steps++;
            occurrence.Act();
            return true;
        }

        return false;
    }
}
