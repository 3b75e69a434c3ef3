using System.Diagnostics;
using System.Globalization;
using Haggle.Bench.Harness;

namespace Haggle.Bench.Latency;

/// <summary>
/// The program writes down the time as its first act, on the same clock as ours, so that no polling is in the numbers; beside it, when its first line can be
/// read from the server.
/// </summary>
internal sealed class LatencyBench : IBenchmark
{
    private const int Rounds = 12;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);

    public string Name => "latency";

    public string What => "From an accepted launch, and from a machine that was taken back, to the first line of the user's program on the local provider, against starting it by hand.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(place, cancellationToken);
        var byHand = new Samples("by hand: sh -c (reference)");
        var launch = new Samples("launch answered -> first act");
        var read = new Samples("launch answered -> first line readable at the server");
        var lost = new Samples("reclaim without notice -> first act of the next attempt");
        var noticed = new Samples($"machine taken after a notice of {Notice.TotalSeconds:0} s -> first act of the next attempt");
        var stamps = new Stamps(Path.Combine(place.Temporary, "stamps"));
        var client = new RunClient(server.Client);
        for (var round = -1; round < Rounds; round++)
        {
            // The first round warms the server and the disk.
            var counts = round >= 0;
            void Keep(Samples samples, TimeSpan time)
            {
                if (counts) samples.Add(time);
            }

            Keep(byHand, await ByHandAsync(stamps, cancellationToken));
            var (run, accepted) = await client.LaunchAsync($"latency-{round.ToString(CultureInfo.InvariantCulture)}", stamps.Script, cancellationToken);
            try
            {
                var readable = await client.FirstLineAsync(run, cancellationToken);
                Keep(launch, await stamps.NextAsync(cancellationToken) - accepted);
                Keep(read, readable - accepted);
                Keep(lost, await AfterReclaimAsync(client, stamps, run, TimeSpan.Zero, cancellationToken));
                Keep(noticed, await AfterReclaimAsync(client, stamps, run, Notice, cancellationToken));
            }
            finally
            {
                await client.DownAsync(run, CancellationToken.None);
            }
        }

        return Tell(byHand, launch, read, lost, noticed);
    }

    /// <summary>The instant before the request: the machine is gone at the earliest then (and a notice later, if there is one).</summary>
    private static async Task<TimeSpan> AfterReclaimAsync(RunClient client, Stamps stamps, long run, TimeSpan notice, CancellationToken cancellationToken)
    {
        await client.RunningAsync(run, cancellationToken);
        var at = TimeProvider.System.GetUtcNow();
        await client.ReclaimAsync(run, notice, cancellationToken);
        try
        {
            return await stamps.NextAsync(cancellationToken) - (at + notice);
        }
        catch (TimeoutException)
        {
            // A run that failed instead of moving on looks like one that hangs, to whoever waits for its next program.
            throw new InvalidOperationException($"after a reclaim no program was started within a minute; the run: {await client.ToldAsync(run, cancellationToken)}");
        }
    }

    private static async Task<TimeSpan> ByHandAsync(Stamps stamps, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        using var process = Process.Start(Started.With("/bin/sh", ["-c", stamps.Script], new Dictionary<string, string>())) ?? throw new InvalidOperationException("sh cannot be started");
        var first = await stamps.NextAsync(cancellationToken);
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
        return first - at;
    }

    private static Report Tell(Samples byHand, params Samples[] others)
    {
        var report = new Report("from -> to", "median", "p90", "most", "more than by hand");
        report.Row(byHand.Name, Text.Time(byHand.Median), Text.Time(byHand.P90), Text.Time(byHand.Most), "");
        foreach (var each in others)
        {
            report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Most), Text.Time(each.Median - byHand.Median));
            report.Goal(each.P90 - byHand.Median <= Most.TotalNanoseconds, $"{each.Name}, at most {Most.TotalSeconds} s more than by hand (p90): {Text.Time(each.P90 - byHand.Median)}");
        }

        report.Remarks.Add($"{Rounds} runs, each launched, taken back without notice, taken back with notice, and given back; between them the program by hand. POST /v1/runs is answered when the run is on the disk; what the command line does before (reading the file, packing, asking) is not in it.");
        report.Remarks.Add("The first act of the program is to write down the time. A reclaim is counted from before the request to take the machine (plus the notice), so the numbers hold the killing of the machine, hearing of it, deciding, making the next one, and starting the program there.");
        return report;
    }
}
