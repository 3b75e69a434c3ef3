using Microsoft.Data.Sqlite;

namespace Haggle.Bench.Store;

/// <summary>What SQLite costs without a store around it: one prepared insert of a row as large as a run's, in a transaction of its own.</summary>
internal sealed class RawInserts : IDisposable
{
    private const int RowBytes = 1500;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public RawInserts(string path, bool isDurable)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        using var set = _connection.CreateCommand();
        set.CommandText = isDurable
            ? "pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, doc text)"
            : "pragma journal_mode = wal; pragma synchronous = off; create table rows (id integer primary key, doc text)";
        set.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "insert into rows (doc) values (?1)";
        _insert.Parameters.Add(new SqliteParameter("?1", new string('x', RowBytes)));
        _insert.Prepare();
    }

    public void Insert() => _insert.ExecuteNonQuery();

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
