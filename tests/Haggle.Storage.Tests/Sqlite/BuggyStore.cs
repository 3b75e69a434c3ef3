using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Tests.Sqlite;

/// <summary>A store with one bug.</summary>
internal sealed class BuggyStore(IStore inner, StoreBug bug) : IStore
{
    private int _submissions;

    public OwnerId Owner => inner.Owner;

    public Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.AddAsync(bug is StoreBug.ForgetsSubmissions ? $"{submission}-{_submissions++}" : submission, job, source, now, cancellationToken);

    public async Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken)
    {
        var next = change.Next;
        switch (bug)
        {
            case StoreBug.IgnoresTheVersion when await inner.LoadAsync(next.Id, cancellationToken) is { } stored:
                change = change with { Next = next with { Version = stored.Version + 1 } };
                break;
            case StoreBug.ForgetsSlots:
                change = change with { Next = next with { Attempt = null, Leaving = [] } };
                break;
            case StoreBug.DoublesTheLedger:
                change = change with { Entries = [.. change.Entries, .. change.Entries] };
                break;
            case StoreBug.DropsEvents:
                change = change with { Events = [.. change.Events.Skip(1)] };
                break;
        }

        return await inner.SaveAsync(change, cancellationToken);
    }

    public async Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken)
    {
        var row = await inner.FindSlotAsync(token, cancellationToken);
        return bug is StoreBug.ForgetsGoneSlots && row?.State is SlotState.Gone ? null : row;
    }

    public Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) => inner.LoadAsync(run, cancellationToken);

    public Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) => inner.SourceAsync(run, cancellationToken);

    public Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => inner.DueAsync(now, max, cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => inner.NextDueAsync(cancellationToken);

    public Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) => inner.RunsAsync(onlyLive, max, cancellationToken);

    public Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) => inner.LiveSlotsAsync(provider, cancellationToken);

    public Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) => inner.EventsAsync(run, cancellationToken);

    public Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) => inner.LedgerAsync(run, cancellationToken);

    public Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) => inner.AttemptsAsync(run, cancellationToken);

    public Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) => inner.RecentAttemptsAsync(max, cancellationToken);
}
