using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class CrashTests
{
    [Fact]
    public async Task A_writer_killed_at_any_moment_leaves_whole_steps_and_none_that_was_told_is_lost()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("haggle.db");
        var told = 0L;
        for (var round = 0; round < 4; round++)
        {
            using var writer = KilledWriter.Start(path);
            for (var i = 0; i <= 20 * round; i++) told = long.Parse((await writer.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            writer.Kill();
            await writer.WaitForExitAsync();
            while (await writer.StandardOutput.ReadLineAsync() is { Length: > 0 } line) told = long.Parse(line, CultureInfo.InvariantCulture);

            await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path });
            var run = await AssertWholeAsync(store, path);
            Assert.InRange(run.Version, told, told + 1);
        }
    }

    [Fact]
    public async Task Two_processes_write_to_one_file_and_no_step_is_lost()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("haggle.db");
        using var writer = KilledWriter.Start(path);
        await writer.StandardOutput.ReadLineAsync();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path });
        var own = await store.AddAsync("another", new Job { Name = "n" }, new("f", "t", [], "u", ""), default, default);
        for (var i = 0; i < 50; i++) own = await KilledWriter.StepAsync(store, own);
        writer.Kill();
        await writer.WaitForExitAsync();
        Assert.Equal(51, (await store.LoadAsync(own.Id, default))!.Version);
        await AssertWholeAsync(store, path);
    }

    [Fact]
    public async Task A_full_disk_is_said_stores_nothing_and_is_over_when_there_is_space_again()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root to mount a small file system");
        using var folder = new TemporaryFolder();
        if (await Shell.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path) != 0) Assert.Skip("mounting is not allowed here");
        try
        {
            var path = folder.File("haggle.db");
            await File.WriteAllBytesAsync(folder.File("ballast"), new byte[400_000]);
            await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path });
            var run = await KilledWriter.AddAsync(store);
            var fault = await Assert.ThrowsAsync<Engine.Ports.StoreException>(async () =>
            {
                while (true) run = await KilledWriter.StepAsync(store, run, padding: 20_000);
            });
            Assert.True(fault.IsTransient);
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            Assert.Contains("nothing was stored", fault.Message, StringComparison.Ordinal);
            Assert.Equal(run.Version, (await AssertWholeAsync(store, null)).Version);

            File.Delete(folder.File("ballast"));
            for (var i = 0; i < 3; i++) run = await KilledWriter.StepAsync(store, run, padding: 10);
            Assert.Equal(run.Version, (await AssertWholeAsync(store, path)).Version);
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", folder.Path);
        }
    }

    /// <summary>Every step wrote one event and one line of the ledger with the amount of the version before: all are there or none of them.</summary>
    private static async Task<Run> AssertWholeAsync(SqliteStore store, string? path)
    {
        var run = (await KilledWriter.AddAsync(store))!;
        Assert.Equal(run.Version - 1, (await store.EventsAsync(run.Id, default)).Length);
        var lines = await store.LedgerAsync(run.Id, default);
        Assert.Equal(run.Version - 1, lines.Length);
        Assert.Equal(run.Spent.NanoUsd, lines.Sum(line => line.Amount.NanoUsd));
        if (path is not null) Assert.Equal("ok", Integrity(path));
        return run;
    }

    private static object? Integrity(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma integrity_check";
        return command.ExecuteScalar();
    }
}
