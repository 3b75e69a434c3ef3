using Haggle.Storage.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class DatabaseTests : IAsyncDisposable
{
    private readonly Database _database;
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goOn = new();

    public DatabaseTests()
    {
        _ = SqliteStore.LibraryVersion;
        var connection = new Connection(new SqliteStoreOptions());
        connection.Script("create table kept (number integer primary key)");
        _database = new Database(new SqliteStoreOptions(), connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _goOn.Dispose();
    }

    [Fact]
    public async Task Writers_that_wait_share_the_next_transaction()
    {
        var first = HoldAsync();
        await _inside.Task;
        Task<int>[] waiting = [.. Enumerable.Range(1, 50).Select(number => KeepAsync(number))];
        _goOn.Set();
        await first;
        Assert.All(await Task.WhenAll(waiting), changed => Assert.Equal(1, changed));
        Assert.Equal(2, _database.Transactions);
        Assert.Equal(50, (await KeptAsync()).Split(' ').Length);
    }

    [Fact]
    public async Task Of_writers_that_share_a_transaction_only_the_one_that_fails_is_told()
    {
        var first = HoldAsync();
        await _inside.Task;
        Task<int>[] waiting = [.. new[] { 1, 2, 2, 3 }.Select(number => KeepAsync(number))];
        _goOn.Set();
        await first;
        await Task.WhenAll(waiting.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal([true, true, false, true], waiting.Select(task => task.IsCompletedSuccessfully));
        Assert.Equal("1 2 3", await KeptAsync());
    }

    [Fact]
    public async Task A_writer_that_stops_waiting_is_not_written_later()
    {
        using var stop = new CancellationTokenSource();
        var first = HoldAsync();
        await _inside.Task;
        var stopped = KeepAsync(1, stop.Token);
        var patient = KeepAsync(2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        _goOn.Set();
        await first;
        await patient;
        Assert.Equal("2", await KeptAsync());
    }

    private Task<int> HoldAsync() => Task.Run(() => _database.WriteAsync(
        _ =>
        {
            _inside.SetResult();
            _goOn.Wait();
            return 0;
        },
        CancellationToken.None));

    private Task<int> KeepAsync(int number, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(connection => connection.Execute("insert into kept values (?1)", (long)number), cancellationToken);

    private async Task<string> KeptAsync() =>
        string.Join(' ', await _database.ReadAsync(connection => connection.Query("select number from kept order by number", row => row.GetInt64(0)), CancellationToken.None));
}
