using System.Diagnostics;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

/// <summary>A process that saves steps of a run until it is killed, and says after each one that it is stored.</summary>
internal static class KilledWriter
{
    public static async Task<int> RunAsync(string path)
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path });
        var run = await AddAsync(store);
        while (true)
        {
            run = await StepAsync(store, run);
            Console.WriteLine(run.Version);
        }
    }

    public static Task<Run> AddAsync(SqliteStore store) =>
        store.AddAsync("the one", new Job { Name = "one" }, new RunSource("f", "t", [], "u", ""), DateTimeOffset.UnixEpoch, CancellationToken.None);

    /// <summary>Saves a step that writes to every table and whose parts can be counted against its version.</summary>
    public static async Task<Run> StepAsync(SqliteStore store, Run run, int padding = 200)
    {
        var now = DateTimeOffset.UnixEpoch.AddSeconds(run.Version);
        var token = LaunchToken.For(store.Owner, run.Id, run.Epoch, 0);
        var next = run with { Version = run.Version + 1, Spent = run.Spent + new Money(run.Version), Reason = new string('x', padding), DueAt = now };
        var line = new LedgerEntry { Run = run.Id, Epoch = 1, Token = token, Kind = EntryKind.Accrual, At = now, Until = now, Amount = new Money(run.Version) };
        var saved = await store.SaveAsync(new RunChange { Next = next, Events = [new RunEvent(run.Id, 1, now, "step", next.Reason)], Entries = [line] }, CancellationToken.None);
        return saved ? next : throw new InvalidOperationException("somebody else saved");
    }

    /// <summary>Starts the process.</summary>
    public static Process Start(string path) => Process.Start(new ProcessStartInfo
    {
        FileName = Environment.ProcessPath!,
        ArgumentList = { "write-until-killed", path },
        RedirectStandardOutput = true,
    })!;
}
