using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>
/// What must survive everything. Each call is one transaction, durable when it returns. Thread-safe; several processes may share a store where the
/// storage allows it. StoreConformance is the long form of this contract.
/// </summary>
public interface IStore
{
    /// <summary>Who pays: made once with the store.</summary>
    OwnerId Owner { get; }

    /// <summary>
    /// Accepts a run. The same submission twice gives the same run once: a client that lost the answer may ask again.
    /// </summary>
    /// <param name="submission">The client's unique name of this submission.</param>
    /// <param name="job">What to do.</param>
    /// <param name="source">The task file's text and what else must be kept with the run.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The newest state of a run; null when there is no such run.</summary>
    Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The task file and secrets of a run; null when there is no such run.</summary>
    Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a new state with its events, ledger lines and ended attempt, if the stored version is still the one that
    /// <see cref="RunChange.Next"/> was made from (its version minus one). False: somebody was faster, nothing was stored.
    /// </summary>
    Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken);

    /// <summary>Runs that are not over and whose due instant has come, the longest waiting first.</summary>
    Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>The earliest due instant of all runs that are not over; null when there are none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Runs, newest first.</summary>
    /// <param name="onlyLive">Whether those that are over are left out.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken);

    /// <summary>Every slot that may still exist at a provider: what this store believes that it pays for.</summary>
    Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken);

    /// <summary>The slot of a token, whatever its state; null when this store never intended such a machine.</summary>
    Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken);

    /// <summary>The history of a run, oldest first.</summary>
    Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The ledger lines of a run (or of all), oldest first.</summary>
    Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken);

    /// <summary>The attempts of a run that have ended, oldest first.</summary>
    Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The attempts of all runs that ended last, newest first: what the user's machines have seen of the markets.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken);
}
