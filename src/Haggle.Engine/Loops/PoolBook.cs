using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Engine.Loops;

/// <summary>
/// What the queues of pools say to the runs that wait. The queue is made anew for every question out of what the board shows: nobody holds a place by having asked first.
/// Thread-safe.
/// </summary>
internal sealed class PoolBook(ImmutableArray<IPool> pools, IStore store, RunBoard board, PoolPolicy policy, TimeProvider time)
{
    /// <summary>A picture is good for so long: what changes meanwhile by our own doing is on the board, and the machines refuse the rest.</summary>
    private static readonly TimeSpan PictureGoodFor = TimeSpan.FromSeconds(3);

    /// <summary>Use that is older than the newest so many attempts counts for next to nothing.</summary>
    private const int MostAttempts = 2000;

    /// <summary>A pool that is slow must not hold every decision up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UsageGoodFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<RunId, string> _users = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<ProviderName, (Task<PoolPicture?> Answer, DateTimeOffset At)> _asked = [];
    private ImmutableDictionary<RunId, PoolSeat> _seats = ImmutableDictionary<RunId, PoolSeat>.Empty;
    private (ImmutableArray<PastAttempt> Past, DateTimeOffset At)? _past;

    /// <summary>What a run was told last; null when it waits for no pool.</summary>
    public PoolSeat? Last(RunId run) => _seats.GetValueOrDefault(run);

    /// <summary>The seat of a run in the first pool that has something for it; null when none has, or when the market does not show it.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<PoolSeat?> ForAsync(Run run, MarketSnapshot market, CancellationToken cancellationToken)
    {
        if (run.Job.Rehearsal is not null) return null;
        foreach (var pool in pools.Where(pool => market.Quotes.Any(quote => quote.Offer.Provider == pool.Provider)))
        {
            if (await PictureAsync(pool).WaitAsync(cancellationToken) is not { } picture) continue;
            var runs = board.All();
            if (runs.All(each => each.Id != run.Id)) runs = runs.Add(run);
            foreach (var each in runs) await UserAsync(each.Id, cancellationToken);
            var now = time.GetUtcNow();
            var usage = await UsageAsync(pool.Provider, runs, now, cancellationToken);
            var seats = PoolSeating.Of(pool.Provider, picture, [.. runs.Select(each => each.Id == run.Id ? run : each)], id => _users.GetValueOrDefault(id, ""), usage, market, policy, now);
            _seats = seats;
            if (seats.TryGetValue(run.Id, out var seat)) return seat;
        }

        return null;
    }

    /// <summary>One question at a time: whoever comes while a pool is asked waits for the same answer.</summary>
    private Task<PoolPicture?> PictureAsync(IPool pool)
    {
        lock (_gate)
        {
            if (_asked.TryGetValue(pool.Provider, out var asked) && (!asked.Answer.IsCompleted || time.GetUtcNow() - asked.At < PictureGoodFor)) return asked.Answer;
            var last = asked.Answer is { IsCompletedSuccessfully: true } ? asked.Answer.Result : null;
            var answer = AskAsync(pool, last);
            _asked[pool.Provider] = (answer, time.GetUtcNow());
            return answer;
        }
    }

    private async Task<PoolPicture?> AskAsync(IPool pool, PoolPicture? last)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await pool.PictureAsync(patience.Token);
        }
        catch (Exception fault) when (fault is ProviderException or OperationCanceledException)
        {
            // Without a picture there is no queue; the machines settle it among those that ask.
            return last;
        }
    }

    private async Task<string> UserAsync(RunId run, CancellationToken cancellationToken)
    {
        if (_users.TryGetValue(run, out var known)) return known;
        return _users[run] = (await store.SourceAsync(run, cancellationToken))?.User ?? "";
    }

    private async Task<PoolUsage> UsageAsync(ProviderName provider, ImmutableArray<Run> runs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_past is not { } past || now - past.At > UsageGoodFor) _past = past = (await store.RecentAttemptsAsync(MostAttempts, cancellationToken), now);
        var usage = new PoolUsage(policy, now);
        foreach (var ended in past.Past.Where(each => !each.IsRehearsal))
        {
            foreach (var slot in ended.Record.Attempt.Slots.Where(slot => slot.Quote.Offer.Provider == provider && slot.UpAt is not null))
                usage.Add(await UserAsync(ended.Run, cancellationToken), slot.Quote.Offer.AcceleratorCount, slot.UpAt!.Value, slot.GoneAt ?? ended.Record.EndedAt);
        }

        foreach (var (run, slot) in runs.SelectMany(run => (run.Attempt?.Slots ?? []).Select(slot => (run, slot))))
        {
            if (slot.Quote.Offer.Provider == provider && slot.UpAt is { } since) usage.Add(_users.GetValueOrDefault(run.Id, ""), slot.Quote.Offer.AcceleratorCount, since, now);
        }

        return usage;
    }
}
