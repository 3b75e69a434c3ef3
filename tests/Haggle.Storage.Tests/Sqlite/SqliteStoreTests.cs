using System.Runtime.Versioning;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;
using Haggle.Storage.Sqlite.Json;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class SqliteStoreTests
{
    private static readonly RunSource Source = new("f", "t", [], "u", "");

    [Fact]
    public async Task Hundreds_of_thousands_of_saves_are_affordable()
    {
        await using var store = SqliteStore.OpenInMemory(new OwnerId("test"));
        var run = await store.AddAsync("s", new AnyValue(new Random(4)).Draw<Job>(), Source, default, default);
        var slot = new AnyValue(new Random(5)).Draw<Slot>() with { State = SlotState.Ready };
        run = run with { Attempt = new Attempt { Epoch = 1, DecidedAt = default, Slots = [slot] } };
        const int Saves = 5000;
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Saves; i++)
        {
            run = run with { Version = run.Version + 1 };
            Assert.True(await store.SaveAsync(new RunChange { Next = run, Events = [new RunEvent(run.Id, 1, default, "k", "t")] }, default));
        }

        var each = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Saves;
        started = TimeProvider.System.GetTimestamp();
        var bytes = 0L;
        for (var i = 0; i < Saves; i++) bytes += JsonSerializer.Serialize(run, StoreJson.Default.Run).Length;
        var text = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Saves;
        TestContext.Current.TestOutputHelper!.WriteLine($"{each:0.0} us a save, {text:0.0} us of it for the text of {bytes / Saves} bytes; SQLite {SqliteStore.LibraryVersion}");

        // Against the writing of the text, which the same load slows down alike: a statement compiled anew each time, or a table scanned, fails this.
        Assert.InRange(each / text, 0, 30);
    }

    [Fact]
    public async Task Ten_thousand_live_runs_are_found_by_what_is_due()
    {
        await using var store = SqliteStore.OpenInMemory();
        for (var i = 0; i < 10_000; i++) await store.AddAsync($"s{i}", new Job { Name = "n" }, Source, DateTimeOffset.UnixEpoch.AddSeconds(i), default);
        var due = await store.DueAsync(DateTimeOffset.UnixEpoch.AddSeconds(4999), 20_000, default);
        Assert.Equal(5000, due.Length);
        Assert.Equal(1, due[0].Value);
        Assert.Equal(10_000, (await store.RunsAsync(onlyLive: true, 20_000, default)).Length);
    }

    [Fact]
    public async Task A_new_store_has_an_owner_of_its_own_that_it_keeps()
    {
        using var folder = new TemporaryFolder();
        var options = new SqliteStoreOptions { Path = folder.File("haggle.db"), Durable = false };
        await using var first = SqliteStore.Open(options);
        await using var again = SqliteStore.Open(options with { Owner = new OwnerId("other") });
        await using var memory = SqliteStore.OpenInMemory();
        Assert.Equal(first.Owner, again.Owner);
        Assert.NotEqual(first.Owner, memory.Owner);
        Assert.Equal(8, first.Owner.Value.Length);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_may_read_the_file_with_the_secrets()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = folder.File("haggle.db") });
        await store.AddAsync("s", new Job { Name = "n" }, Source, default, default);
        foreach (var file in Directory.GetFiles(folder.Path))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_newer_schema_is_one_clear_message()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("haggle.db");
        await SqliteStore.Open(new SqliteStoreOptions { Path = path }).DisposeAsync();
        Execute(path, "pragma user_version = 7");
        var fault = Assert.Throws<StoreException>(() => SqliteStore.Open(new SqliteStoreOptions { Path = path }));
        Assert.Equal($"{path}: was written by a newer Haggle (schema 7, this one knows 1); update Haggle or name another state folder", fault.Message);
        Assert.False(fault.IsTransient);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("photos.db");
        Execute(path, "create table photos (id integer)");
        var before = File.ReadAllBytes(path);
        var fault = Assert.Throws<StoreException>(() => SqliteStore.Open(new SqliteStoreOptions { Path = path }));
        Assert.Equal($"{path}: is another program's database; name another state folder", fault.Message);
        Assert.Equal(before.Length, File.ReadAllBytes(path).Length);
    }

    [Theory]
    [InlineData("this is no database at all, only some text that is long enough to be looked at as one", "is not a Haggle database")]
    public void A_file_that_is_no_database_is_one_clear_message(string content, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("haggle.db");
        File.WriteAllText(path, content);
        var fault = Assert.Throws<StoreException>(() => SqliteStore.Open(new SqliteStoreOptions { Path = path }));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_one_clear_message()
    {
        var fault = Assert.Throws<StoreException>(() => SqliteStore.Open(new SqliteStoreOptions { Path = "/does/not/exist/haggle.db" }));
        Assert.Contains("/does/not/exist/haggle.db: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_save_that_cannot_be_stored_does_not_spoil_those_that_share_its_transaction()
    {
        await using var store = SqliteStore.OpenInMemory();
        var run = await store.AddAsync("good", new Job { Name = "n" }, Source, default, default);
        var bad = await store.AddAsync("bad", new Job { Name = "n" }, Source, default, default);
        var noProvider = new AnyValue(new Random(5)).Draw<Slot>() with { Token = new LaunchToken(null!), State = SlotState.Ready };
        var saves = Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 0) return await store.AddAsync($"s{i}", new Job { Name = "n" }, Source, default, default) is not null;
            var spoilt = bad with { Version = 2, Leaving = [noProvider] };
            await Assert.ThrowsAnyAsync<Exception>(() => store.SaveAsync(new RunChange { Next = spoilt }, default));
            return true;
        }));
        Assert.All(await Task.WhenAll(saves), Assert.True);
        Assert.Equal(1, (await store.LoadAsync(bad.Id, default))!.Version);
        Assert.Equal(22, (await store.RunsAsync(false, 100, default)).Length);
        Assert.True(await store.SaveAsync(new RunChange { Next = run with { Version = 2 } }, default));
    }

    [Fact]
    public async Task A_line_of_another_run_is_refused()
    {
        await using var store = SqliteStore.OpenInMemory();
        var run = await store.AddAsync("s", new Job { Name = "n" }, Source, default, default);
        var change = new RunChange { Next = run with { Version = 2 }, Events = [new RunEvent(new RunId(9), 0, default, "k", "t")] };
        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync(change, default));
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_writes_nothing()
    {
        await using var store = SqliteStore.OpenInMemory();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddAsync("s", new Job { Name = "n" }, Source, default, stop.Token));
        await store.AddAsync("t", new Job { Name = "n" }, Source, default, default);
        Assert.Single(await store.RunsAsync(false, 10, default));
    }

    [Fact]
    public void Every_fault_of_the_library_is_a_sentence_with_the_file_in_it()
    {
        foreach (var code in new[] { 5, 6, 8, 10, 11, 13, 14, 26, 1 })
        {
            var fault = Fault.From(new SqliteException("x", code), "/home/ada/haggle.db");
            Assert.StartsWith("/home/ada/haggle.db: ", fault.Message, StringComparison.Ordinal);
            Assert.Equal(code is 5 or 6 or 10 or 13, fault.IsTransient);
        }
    }

    private static void Execute(string path, string sql)
    {
        _ = SqliteStore.LibraryVersion;
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
