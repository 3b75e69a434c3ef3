using System.Diagnostics;
using System.Globalization;
using Haggle.Bench.Harness;

namespace Haggle.Bench.Catalogue;

/// <summary>The update from a price list of gigabytes: whole `haggle catalog update` processes against plain reading of the same stream.</summary>
internal sealed class AwsListBench : IBenchmark
{
    private const long Length = 3L << 30;
    private const int Rounds = 2;
    private const double MostMiB = 150;
    private const double MostRatio = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public string Name => "aws-list";

    public string What => "A price list of 3 GiB in AWS's format, sent over HTTP on the loopback while it is made, through `haggle catalog update`: whole processes, against plain reading of the same stream.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        await using var server = await AwsListServer.StartAsync(Length);
        var plain = new Samples("plain reading of the stream (reference)");
        var update = new Samples("haggle catalog update aws-prices");
        var (peak, processor, said) = (0.0, 0.0, "");
        for (var round = 0; round < Rounds; round++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await ReadAsync(server.List, cancellationToken);
            plain.Add(TimeProvider.System.GetElapsedTime(from));
            from = TimeProvider.System.GetTimestamp();
            var (memory, busy, text) = await UpdateAsync(place, server.Address, round, cancellationToken);
            update.Add(TimeProvider.System.GetElapsedTime(from));
            (peak, processor, said) = (Math.Max(peak, memory), busy, text);
        }

        var report = new Report("what", "median", "MB/s", "over plain reading");
        foreach (var each in (ReadOnlySpan<Samples>)[plain, update])
            report.Row(each.Name, Text.Time(each.Median), Text.Of(server.Sent / 1e6 / (each.Median / 1e9)), Text.Ratio(each.Over(plain)));
        report.Row("processor time of the update", Text.Time(processor * 1e9), Text.Of(server.Sent / 1e6 / processor), "");
        report.Row("most memory of the update (VmHWM)", Text.MiB(peak), "", "");
        report.Goal(peak / (1 << 20) < MostMiB, $"under {MostMiB:0} MiB for {server.Sent / 1e9:0.0} GB: {Text.MiB(peak)}");
        report.Goal(update.Over(plain) <= MostRatio, $"at most {MostRatio:0}x the time of plain reading, which does nothing with the bytes: {Text.Ratio(update.Over(plain))}");
        report.Remarks.Add($"{Rounds} rounds of each in turn. The stream is made in the benchmark's own process, on the same two cores; plain reading waits for it too. What the update said: {said}");
        return report;
    }

    private static async Task ReadAsync(string address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await using var stream = await client.GetStreamAsync(new Uri(address), cancellationToken);
        var buffer = new byte[1 << 18];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    private static async Task<(double Peak, double Processor, string Said)> UpdateAsync(Place place, string address, int round, CancellationToken cancellationToken)
    {
        var home = Path.Combine(place.Temporary, string.Create(CultureInfo.InvariantCulture, $"list-{round}"));
        var info = Started.With(place.Program("haggle"), ["catalog", "update", "aws-prices"], new Dictionary<string, string> { ["HAGGLE_HOME"] = home, ["HAGGLE_SOURCE_AWS_PRICES_URL"] = address });
        info.RedirectStandardError = true;
        using var process = Process.Start(info) ?? throw new InvalidOperationException("haggle cannot be started");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var (peak, processor) = (0.0, 0.0);
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            processor = Math.Max(processor, Processor(process));
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(Look, TimeProvider.System, cancellationToken));
        }

        if (process.ExitCode != 0) throw new InvalidOperationException($"the update ended with {process.ExitCode}: {await output} {await error}");
        return (peak, processor, (await error).Trim());
    }

    private static double Processor(Process process)
    {
        try
        {
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // The highest ever, so that a look now and then misses nothing but the very end.
    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
