using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite.Json;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Sqlite;

/// <summary>The store of one server in one SQLite file (or in memory, for tests and the simulation). Several processes may share the file.</summary>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    private readonly Database _database;

    private SqliteStore(Database database, OwnerId owner)
    {
        _database = database;
        Owner = owner;
    }

    /// <inheritdoc/>
    public OwnerId Owner { get; }

    /// <summary>The version of the SQLite library in use.</summary>
    public static string LibraryVersion => NativeSqlite.Prepare();

    /// <summary>Opens a store, making it or bringing its schema up to date when needed.</summary>
    /// <exception cref="StoreException">The file cannot be used: it says why and what to do.</exception>
    public static SqliteStore Open(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NativeSqlite.Prepare();
        try
        {
            if (options.Path is { } path) MakePrivate(path);
            var writer = new Connection(options);
            try
            {
                return new SqliteStore(new Database(options, writer), Schema.Apply(writer, options));
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        }
        catch (SqliteException cause)
        {
            throw Fault.From(cause, options.Place);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{options.Place}: {cause.Message}", isTransient: false, cause);
        }
    }

    /// <summary>Opens a new store in memory.</summary>
    /// <param name="owner">Its identity; null for a random one.</param>
    public static SqliteStore OpenInMemory(OwnerId? owner = null) => Open(new SqliteStoreOptions { Owner = owner, Durable = false });

    /// <inheritdoc/>
    public Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(submission);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(source);
        return _database.WriteAsync(connection => RunWrites.Add(connection, submission, job, source, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Load(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Source(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var run = change.Next.Id;
        if (change.Events.Any(line => line.Run != run) || change.Entries.Any(line => line.Run != run))
            throw new ArgumentException($"a line of another run is in a change of run {run}", nameof(change));
        // Outside of the transaction, which others may be waiting for.
        var doc = JsonSerializer.Serialize(change.Next, StoreJson.Default.Run);
        return _database.WriteAsync(connection => RunWrites.Save(connection, change, doc), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Due(connection, now, max), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => _database.ReadAsync(RunReads.NextDue, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Runs(connection, onlyLive, max), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.LiveSlots(connection, provider), cancellationToken);

    /// <inheritdoc/>
    public Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.FindSlot(connection, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Events(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Ledger(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.Attempts(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => RunReads.RecentAttempts(connection, max), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Secrets are in the file, so nobody else may read it; SQLite gives its side files the mode of the database.</summary>
    private static void MakePrivate(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows()) return;
        using var made = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
