using System.Globalization;
using Haggle.Core.Policy;
using Haggle.Engine;
using Haggle.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haggle.Bench.Scale;

/// <summary>
/// The process that is measured: the real engine on the real clock and the real store on a real disk, with providers and agents in memory. Those live here too,
/// so memory and time are more than a server's would be, never less.
/// </summary>
internal static class ScaleChild
{
    /// <summary>As many clients submit at the same time.</summary>
    private const int Clients = 32;

    /// <summary>Ten times as often as in earnest, so that the ledger lines of all runs come due while it is measured.</summary>
    private static readonly RunPolicy Policy = new() { AccrueEvery = TimeSpan.FromMinutes(1) };

    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(ScaleWish wish, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        await using var sqlite = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(wish.Folder, "haggle.db") });
        var store = new WatchedStore(sqlite, time);
        var cloud = new BenchCloud(wish.Capacity, time);
        var files = new NoFiles();
        var ports = new EnginePorts { Store = store, Providers = [cloud], Link = new BenchLink(cloud, time), Checkpoints = files, Logs = files };
        using var engine = new RunEngine(ports, Policy, time, NullLoggerFactory.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = engine.RunAsync(stop.Token);
        var numbers = new ScaleNumbers();

        var from = time.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, wish.Runs),
            new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var job = TypicalJob.Of(i);
                await engine.SubmitAsync("s-" + i.ToString(CultureInfo.InvariantCulture), job, TypicalJob.Source(job), token);
            });
        numbers["submit_seconds"] = time.GetElapsedTime(from).TotalSeconds;
        await Task.Delay(Settles, time, cancellationToken);

        await MeasureAsync(wish, engine, store, numbers, time, cancellationToken);
        numbers["machines"] = cloud.Made;
        stop.Cancel();
        await running;
        Console.Out.Write(numbers.ToText());
        return 0;
    }

    private static async Task MeasureAsync(
        ScaleWish wish, RunEngine engine, WatchedStore store, ScaleNumbers numbers, TimeProvider time, CancellationToken cancellationToken)
    {
        store.TakeLateness();
        var saves = store.Saves;
        var from = time.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(wish.Seconds), time, cancellationToken);
        var lasted = time.GetElapsedTime(from);
        var late = store.TakeLateness().Order().ToArray();
        numbers["seconds"] = lasted.TotalSeconds;
        numbers["cpu_seconds"] = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        numbers["saves"] = store.Saves - saves;
        numbers["live"] = engine.LiveRuns;
        numbers["due"] = late.Length;
        numbers["late_p50"] = Quantile(late, 0.5);
        numbers["late_p99"] = Quantile(late, 0.99);
        numbers["late_max"] = Quantile(late, 1);
        numbers["overdue"] = store.Overdue(TimeSpan.FromSeconds(1));
        numbers["rss"] = ResidentMemory.Now();
        numbers["rss_peak"] = ResidentMemory.Peak();
        numbers["heap_live"] = GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double Quantile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)].TotalSeconds;
}
