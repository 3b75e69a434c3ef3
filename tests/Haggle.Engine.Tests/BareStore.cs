using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Engine.Tests;

/// <summary>A store that can do nothing: a test overrides what it needs.</summary>
internal abstract class BareStore : IStore
{
    public OwnerId Owner { get; } = new("owner");

    public virtual Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) => throw new NotSupportedException();
}
