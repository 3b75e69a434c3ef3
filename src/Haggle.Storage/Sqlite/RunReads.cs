using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite.Json;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Sqlite;

/// <summary>The SQL that reads, and what its rows become.</summary>
internal static class RunReads
{
    private const string SlotColumns = "token, run, epoch, rank, provider, machine, state";

    public static Run? Load(Connection connection, RunId run)
    {
        connection.TryQuery("select id, doc from runs where id = ?1", ToRun, out var found, run.Value);
        return found;
    }

    public static RunSource? Source(Connection connection, RunId run)
    {
        var secrets = connection.Query(
            "select name, value from run_secrets where run = ?1 order by place",
            row => new KeyValuePair<string, string>(row.GetString(0), row.GetString(1)), run.Value);
        connection.TryQuery(
            "select file_name, text, user, estimate from run_sources where run = ?1",
            row => new RunSource(row.GetString(0), row.GetString(1), secrets, row.GetString(2), row.GetString(3)), out var found, run.Value);
        return found;
    }

    public static ImmutableArray<RunId> Due(Connection connection, DateTimeOffset now, int max) => connection.Query(
        "select id from runs where phase <> 'Ended' and due_at <= ?1 order by due_at, id limit ?2",
        row => new RunId(row.GetInt64(0)), now.UtcTicks, (long)max);

    public static DateTimeOffset? NextDue(Connection connection)
    {
        connection.TryQuery("select due_at from runs where phase <> 'Ended' order by due_at, id limit 1", row => (DateTimeOffset?)Instant(row, 0), out var due);
        return due;
    }

    public static ImmutableArray<Run> Runs(Connection connection, bool onlyLive, int max) => onlyLive
        ? connection.Query("select id, doc from runs where phase <> 'Ended' order by id desc limit ?1", ToRun, (long)max)
        : connection.Query("select id, doc from runs order by id desc limit ?1", ToRun, (long)max);

    public static ImmutableArray<SlotRow> LiveSlots(Connection connection, ProviderName provider) => connection.Query(
        $"select {SlotColumns} from slots where provider = ?1 and state not in ('Gone', 'NeverBorn') order by run, epoch, rank", ToSlot, provider.Value);

    public static SlotRow? FindSlot(Connection connection, LaunchToken token)
    {
        connection.TryQuery($"select {SlotColumns} from slots where token = ?1", ToSlot, out var found, token.Value);
        return found;
    }

    public static ImmutableArray<RunEvent> Events(Connection connection, RunId run) => connection.Query(
        "select epoch, at, kind, text from events where run = ?1 order by id",
        row => new RunEvent(run, row.GetInt32(0), Instant(row, 1), row.GetString(2), row.GetString(3)), run.Value);

    public static ImmutableArray<LedgerEntry> Ledger(Connection connection, RunId? run)
    {
        const string Columns = "select run, epoch, token, kind, at, since, until, amount_nano_usd from ledger";
        return run is { } one
            ? connection.Query(Columns + " where run = ?1 order by id", ToEntry, one.Value)
            : connection.Query(Columns + " order by id", ToEntry);
    }

    public static ImmutableArray<AttemptRecord> Attempts(Connection connection, RunId run) => connection.Query(
        "select run, doc from attempts where run = ?1 order by id", row => Parse(row, StoreJson.Default.AttemptRecord), run.Value);

    public static ImmutableArray<PastAttempt> RecentAttempts(Connection connection, int max) => connection.Query(
        """
        select attempts.run, attempts.doc, json_extract(runs.doc, '$.job.rehearsal') is not null
        from attempts join runs on runs.id = attempts.run order by attempts.id desc limit ?1
        """,
        row => new PastAttempt(new RunId(row.GetInt64(0)), row.GetInt64(2) != 0, Parse(row, StoreJson.Default.AttemptRecord)), (long)max);

    /// <summary>Reads a row of the run's number and document.</summary>
    public static Run ToRun(SqliteDataReader row) => Parse(row, StoreJson.Default.Run);

    private static T Parse<T>(SqliteDataReader row, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(row.GetString(1), type) ?? throw new JsonException("the document is empty");
        }
        catch (JsonException cause)
        {
            throw new StoreException($"the stored state of run {row.GetInt64(0)} cannot be read ({cause.Message}); restore the database from a backup", isTransient: false, cause);
        }
    }

    private static SlotRow ToSlot(SqliteDataReader row) => new(
        new LaunchToken(row.GetString(0)),
        new RunId(row.GetInt64(1)),
        row.GetInt32(2),
        row.GetInt32(3),
        new ProviderName(row.GetString(4)),
        row.IsDBNull(5) ? null : new MachineId(row.GetString(5)),
        Enum.Parse<SlotState>(row.GetString(6)));

    private static LedgerEntry ToEntry(SqliteDataReader row) => new()
    {
        Run = new RunId(row.GetInt64(0)),
        Epoch = row.GetInt32(1),
        Token = new LaunchToken(row.GetString(2)),
        Kind = Enum.Parse<EntryKind>(row.GetString(3)),
        At = Instant(row, 4),
        From = Instant(row, 5),
        Until = Instant(row, 6),
        Amount = new Money(row.GetInt64(7)),
    };

    private static DateTimeOffset Instant(SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
