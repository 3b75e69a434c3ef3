using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>
/// The real store, with an eye on it: how many changes are stored, and how late each decision is whose instant had come. A decision counts as taken when it
/// is on the disk, not when it was thought.
/// </summary>
internal sealed class WatchedStore(IStore inner, TimeProvider time) : IStore
{
    private readonly ConcurrentDictionary<long, DateTimeOffset> _due = new();
    private ConcurrentQueue<TimeSpan> _lateness = new();
    private long _saves;

    public OwnerId Owner => inner.Owner;

    public long Saves => Interlocked.Read(ref _saves);

    /// <summary>How late the decisions were that are on the disk since the last call.</summary>
    public IReadOnlyCollection<TimeSpan> TakeLateness() => Interlocked.Exchange(ref _lateness, new ConcurrentQueue<TimeSpan>());

    /// <summary>How many runs are due since longer than this and not decided: they would be missing in the numbers otherwise.</summary>
    public int Overdue(TimeSpan by)
    {
        var limit = time.GetUtcNow() - by;
        return _due.Count(each => each.Value < limit);
    }

    public async Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = await inner.AddAsync(submission, job, source, now, cancellationToken);
        Interlocked.Increment(ref _saves);
        _due[run.Id.Value] = run.DueAt;
        return run;
    }

    public async Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken)
    {
        if (!await inner.SaveAsync(change, cancellationToken)) return false;
        Interlocked.Increment(ref _saves);
        var id = change.Next.Id.Value;
        var late = _due.TryGetValue(id, out var due) ? time.GetUtcNow() - due : TimeSpan.Zero;
        if (late > TimeSpan.Zero) _lateness.Enqueue(late);
        if (change.Next.Phase is RunPhase.Ended) _due.TryRemove(id, out _);
        else _due[id] = change.Next.DueAt;
        return true;
    }

    public Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) => inner.LoadAsync(run, cancellationToken);

    public Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) => inner.SourceAsync(run, cancellationToken);

    public Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => inner.DueAsync(now, max, cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => inner.NextDueAsync(cancellationToken);

    public Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) => inner.RunsAsync(onlyLive, max, cancellationToken);

    public Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) => inner.LiveSlotsAsync(provider, cancellationToken);

    public Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken) => inner.FindSlotAsync(token, cancellationToken);

    public Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) => inner.EventsAsync(run, cancellationToken);

    public Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) => inner.LedgerAsync(run, cancellationToken);

    public Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) => inner.AttemptsAsync(run, cancellationToken);

    public Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) => inner.RecentAttemptsAsync(max, cancellationToken);
}
