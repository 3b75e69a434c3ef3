using System.Diagnostics;
using Haggle.Bench.Harness;

namespace Haggle.Bench.Scale;

/// <summary>Ten thousand runs in one server, each situation in a process of its own, so that its memory is its own.</summary>
internal sealed class ScaleBench : IBenchmark
{
    private const int Runs = 10_000;
    private const int Seconds = 75;
    private const double MostResident = 1 << 30;
    private const double MostPerWaitingRun = 20 * 1024;
    private const double TickSeconds = 1;

    public string Name => "scale";

    public string What => "10,000 concurrent runs on a simulated provider in one server process on two cores: memory, lateness of decisions, store writes, CPU.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var idle = await ChildAsync(new ScaleWish(0, 0, 10, ""), cancellationToken);
        var waiting = await ChildAsync(new ScaleWish(Runs, 0, Seconds, ""), cancellationToken);
        var running = await ChildAsync(new ScaleWish(Runs, int.MaxValue, Seconds, ""), cancellationToken);
        var report = new Report("", "no run", $"{Runs:#,0} waiting", $"{Runs:#,0} running");
        ScaleNumbers[] all = [idle, waiting, running];
        void Row(string name, Func<ScaleNumbers, string> cell) => report.Row([name, .. all.Select(cell)]);
        string PerRun(ScaleNumbers each, string name) => each["live"] == 0 ? "" : Text.KB((each[name] - idle[name]) / each["live"]);
        Row("live runs while measured", each => Text.Of(each["live"]));
        Row("resident memory", each => Text.MiB(each["rss"]));
        Row("resident memory, highest", each => Text.MiB(each["rss_peak"]));
        Row("resident memory per run", each => PerRun(each, "rss"));
        Row("live objects per run", each => PerRun(each, "heap_live"));
        Row("decisions that came due", each => Text.Of(each["due"]));
        Row("lateness on disk, p50", each => Text.Time(1e9 * each["late_p50"]));
        Row("lateness on disk, p99", each => Text.Time(1e9 * each["late_p99"]));
        Row("lateness on disk, highest", each => Text.Time(1e9 * each["late_max"]));
        Row("due for over a tick and open at the end", each => Text.Of(each["overdue"]));
        Row("store writes a second", each => Text.Of(each["saves"] / each["seconds"]));
        Row("store writes per run-hour", each => each["live"] == 0 ? "" : Text.Of(each["saves"] / each["seconds"] * 3600 / each["live"]));
        Row("CPU, of one core", each => Text.Of(100 * each["cpu_seconds"] / each["seconds"]) + " %");
        Row("submissions accepted a second", each => each["live"] == 0 ? "" : Text.Of(Runs / each["submit_seconds"]));
        Row("machines made", each => Text.Of(each["machines"]));

        var most = Math.Max(waiting["rss_peak"], running["rss_peak"]);
        report.Goal(most < MostResident, $"resident memory below 1 GiB at any time: {Text.MiB(most)}");
        var perRun = (waiting["rss"] - idle["rss"]) / Runs;
        report.Goal(perRun <= MostPerWaitingRun, $"at most 20 KB (20,480 bytes) of resident memory per waiting run: {Text.KB(perRun)}");
        var late = Math.Max(waiting["late_max"], running["late_max"]);
        report.Goal(late <= TickSeconds && waiting["overdue"] + running["overdue"] == 0, $"every due decision on disk within its tick of {TickSeconds:0} s: {Text.Time(1e9 * late)} at most");
        Remarks(report);
        return report;
    }

    private static void Remarks(Report report)
    {
        report.Remarks.Add("Waiting: the provider has none of the two offers that fit; each run asks for both every minute, which is fifteen times as often as real providers are asked. Running: every program tells its progress every 10 s, machines live one hour on average and are replaced, and ledger lines are written every minute instead of every ten (54 of the writes per run-hour are due to that).");
        report.Remarks.Add("Each child has two cores, the garbage collector's settings of the server, and a durable SQLite file. The simulated machines and agents live in the same process and are counted with it.");
        report.Remarks.Add("Lateness: from the instant at which a run had to be looked at to the moment at which what was decided is on the disk. Writes: changes of runs; those that come at the same time share a transaction.");
        report.Remarks.Add($"Submitting {Runs:#,0} runs as fast as they are taken, and 15 s after that, are not in the numbers except the highest memory. Live objects: after a full collection; the rest of the resident memory is garbage not collected yet, code, and SQLite's cache.");
    }

    private static async Task<ScaleNumbers> ChildAsync(ScaleWish wish, CancellationToken cancellationToken)
    {
        wish = wish with { Folder = Directory.CreateTempSubdirectory("hs-").FullName };
        try
        {
            var program = Environment.ProcessPath ?? throw new InvalidOperationException("this program does not know its own path");
            var info = Environment.ProcessorCount > 2
                ? Started.With("taskset", ["-c", "0,1", program, .. wish.ToArguments()], new Dictionary<string, string>())
                : Started.With(program, wish.ToArguments(), new Dictionary<string, string>());
            using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} cannot be started");
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? ScaleNumbers.Parse(output) : throw new InvalidOperationException($"the measured process ended with {process.ExitCode}");
        }
        finally
        {
            Directory.Delete(wish.Folder, recursive: true);
        }
    }
}
