using System.Globalization;
using Haggle.Bench.Harness;
using Haggle.Bench.Scale;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;

namespace Haggle.Bench.Store;

/// <summary>The store against what SQLite itself costs: the same bytes in one row, inserted and committed by a bare connection to a file beside it.</summary>
internal sealed class StoreBench : IBenchmark
{
    private const int Live = 10_000;
    private const int Rounds = 200;
    private const int Crowd = 64;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => "store";

    public string What => "The SQLite store with 10,000 live runs: changes stored one at a time and by 64 writers at once, loading, and the query for due runs.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        await using var durable = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(place.Temporary, "durable.db") });
        await using var quick = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(place.Temporary, "quick.db"), Durable = false });
        var inDurable = await FillAsync(durable, cancellationToken);
        var inQuick = await FillAsync(quick, cancellationToken);
        using var rawDurable = new RawInserts(Path.Combine(place.Temporary, "raw-durable.db"), isDurable: true);
        using var rawQuick = new RawInserts(Path.Combine(place.Temporary, "raw-quick.db"), isDurable: false);
        var next = 0;
        Run Pick(Run[] runs, int n) => runs[(n * 7919) % runs.Length];
        var samples = await Interleaved.RunAsync(
            Rounds,
            ("bare SQLite, insert and commit, durable (reference)", () => Done(rawDurable.Insert)),
            ("SaveAsync, durable", () => ChangeAsync(durable, inDurable, next++, cancellationToken)),
            ($"{Crowd} x SaveAsync at once, durable", () => Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => BesideAsync(durable, inDurable, next++, cancellationToken)))),
            ("bare SQLite, insert and commit, not durable", () => Done(rawQuick.Insert)),
            ("SaveAsync, not durable", () => ChangeAsync(quick, inQuick, next++, cancellationToken)),
            ("LoadAsync", () => durable.LoadAsync(Pick(inDurable, next++).Id, cancellationToken)),
            ("DueAsync, none due", () => durable.DueAsync(Start, 256, cancellationToken)),
            ("DueAsync, 256 of 10,000", () => durable.DueAsync(DateTimeOffset.MaxValue, 256, cancellationToken)),
            ("NextDueAsync", () => durable.NextDueAsync(cancellationToken)));
        return Tell(samples);
    }

    private static async Task<Run[]> FillAsync(SqliteStore store, CancellationToken cancellationToken)
    {
        var runs = new Run[Live];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Live),
            new ParallelOptions { MaxDegreeOfParallelism = Crowd, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var job = TypicalJob.Of(i);
                runs[i] = await store.AddAsync("s-" + i.ToString(CultureInfo.InvariantCulture), job, TypicalJob.Source(job), Start.AddSeconds(i + 1), token);
            });
        return runs;
    }

    /// <summary>A change by a task of its own: a store that is free writes on the thread of whoever asks.</summary>
    private static async Task BesideAsync(SqliteStore store, Run[] runs, int n, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await ChangeAsync(store, runs, n, cancellationToken);
    }

    /// <summary>A change as a running run has one: another due instant, a line of its history.</summary>
    private static async Task ChangeAsync(SqliteStore store, Run[] runs, int n, CancellationToken cancellationToken)
    {
        var at = (int)((uint)n * 7919 % (uint)runs.Length);
        var run = runs[at];
        var next = run with { Version = run.Version + 1, DueAt = run.DueAt.AddMinutes(1), Reason = "waiting: 2 offers: 2 cooling after no capacity" };
        var change = new RunChange { Next = next, Events = [new RunEvent(run.Id, 0, next.DueAt, "decision", next.Reason)] };
        if (!await store.SaveAsync(change, cancellationToken)) throw new InvalidOperationException("somebody else changed the run");
        runs[at] = next;
    }

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    private static Report Tell(Samples[] samples)
    {
        var report = new Report("what", "median", "p90", "a second", "over bare SQLite");
        for (var i = 0; i < samples.Length; i++)
        {
            var each = samples[i];
            var count = i == 2 ? Crowd : 1;
            var reference = i < 3 ? samples[0] : i < 5 ? samples[3] : null;
            var ratio = reference is null || each == reference ? "" : Text.Ratio(each.Median / count / reference.Median);
            report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Of(count * 1e9 / each.Median), ratio);
        }

        report.Remarks.Add($"{Rounds} rounds in changing order, each on another run. Durable: synchronous=full with a write-ahead log, so each commit waits for the disk; the figure is the disk's more than anybody's.");
        report.Remarks.Add($"Writers that wait share a transaction: the row of {Crowd} at once is the time for all of them, its rate and ratio are for one change.");
        return report;
    }
}
