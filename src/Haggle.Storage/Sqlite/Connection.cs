using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Sqlite;

/// <summary>One connection with its prepared commands. Not thread-safe.</summary>
internal sealed class Connection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public Connection(SqliteStoreOptions options)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path ?? ":memory:",
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)options.BusyPatience.TotalSeconds),
        }.ToString());
        try
        {
            _connection.Open();
            // SQLite waits inside the call, in small steps; the driver's own waiting is in steps of 150 ms.
            Script($"pragma busy_timeout = {(long)options.BusyPatience.TotalMilliseconds}; pragma foreign_keys = on; pragma trusted_schema = off;");
            if (options.Path is not null) Script("pragma journal_mode = wal;");
            Script(options.Durable && options.Path is not null ? "pragma synchronous = full;" : "pragma synchronous = off;");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that are needed once.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs one statement and gives how many rows it changed.</summary>
    /// <param name="sql">The statement, with ?1, ?2 ... for the values: a constant, it is kept _prepared.</param>
    /// <param name="values">The values; null for none.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).ExecuteNonQuery();

    /// <summary>Runs one query and reads all of its rows.</summary>
    public ImmutableArray<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Bound(sql, values).ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows.DrainToImmutable();
    }

    /// <summary>Runs one query and reads its first row, if there is one.</summary>
    public bool TryQuery<T>(string sql, Func<SqliteDataReader, T> row, out T? value, params ReadOnlySpan<object?> values)
    {
        using var reader = Bound(sql, values).ExecuteReader();
        var found = reader.Read();
        value = found ? row(reader) : default;
        return found;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command)) _prepared[sql] = command = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepare(string sql, int values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly; values are bound
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= values; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        return command;
    }
}
