using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Haggle.Bench.Harness;
using Haggle.Bench.Latency;
using Haggle.Testbed;

namespace Haggle.Bench.Ssh;

/// <summary>
/// A program that prints as fast as it can on a computer that is reached over SSH, and how fast its log comes to the server; then the same while the connection is
/// killed again and again. Every byte is compared with what the program must have printed.
/// </summary>
internal sealed class SshLogBench : IBenchmark
{
    private const int Rounds = 3;
    private const int Cuts = 100;
    private const int Lines = 40_000_000;
    private const int LinesWhenCut = 110_000_000;
    private const double GoalBytesPerSecond = 50e6;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "ssh-log";

    public string What => "The log of a program that prints as fast as it can, over loopback SSH to the server's disk, against plain `ssh host seq`; then through connections that are killed.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) throw new InvalidOperationException(obstacle);
        await using var site = await SshSite.MakeAsync(cancellationToken);
        var computer = await site.AddAsync("gpu1", new SshComputerOptions(), cancellationToken);
        await using var way = new SshWay(site, computer);
        await way.OpenAsync(cancellationToken);
        await using var server = await SshStartBench.ServerAsync(place, site, computer, "log", cancellationToken);
        var expected = await ExpectedAsync(Lines, cancellationToken);
        var expectedWhenCut = await ExpectedAsync(LinesWhenCut, cancellationToken);
        var plain = new Samples("`ssh host seq`, thrown away (reference)");
        var log = new Samples("the log of a run, on the server's disk");
        for (var round = -1; round < Rounds; round++)
        {
            var alone = await SshWay.TimeAsync(async () => await way.CountAsync(Program(Lines), cancellationToken));
            var (time, _) = await LogAsync(server, round.ToString(CultureInfo.InvariantCulture), Lines, expected, 0, cancellationToken);
            if (round < 0) continue;
            plain.Add(alone);
            log.Add(time);
        }

        var (cutTime, cuts) = await LogAsync(server, "cut", LinesWhenCut, expectedWhenCut, Cuts, cancellationToken);
        return Tell(plain, log, expected.Length, cutTime, cuts, expectedWhenCut.Length);
    }

    private static string Program(int lines) => string.Create(CultureInfo.InvariantCulture, $"seq 1 {lines}");

    /// <summary>Runs the program and waits for its last byte on the server's disk; compares all of it.</summary>
    private static async Task<(TimeSpan Time, int Cuts)> LogAsync(LocalServer server, string name, int lines, (long Length, string Hash) expected, int cuts, CancellationToken cancellationToken)
    {
        var client = new RunClient(server.Client);
        var (run, _) = await client.LaunchAsync("log-" + name, Program(lines), "ssh/gpu1", cancellationToken);
        var path = Path.Combine(server.Home, "logs", run.ToString(CultureInfo.InvariantCulture), "1-0.log");
        while (Length(path) == 0) await Task.Delay(Look, TimeProvider.System, cancellationToken);
        var from = TimeProvider.System.GetTimestamp();
        var killed = 0;
        while (Length(path) < expected.Length)
        {
            // The connections die evenly over the whole log, each while bytes are on their way.
            if (killed < cuts && Length(path) >= expected.Length / (cuts + 1) * (killed + 1) && KillConnection(server.Home)) killed++;
            if (TimeProvider.System.GetElapsedTime(from) > Patience) throw new InvalidOperationException($"only {Length(path)} of {expected.Length} bytes came: {await client.ToldAsync(run, cancellationToken)}");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        var time = TimeProvider.System.GetElapsedTime(from);
        await client.DownAsync(run, CancellationToken.None);
        await using var file = File.OpenRead(path);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken));
        if (file.Length != expected.Length || hash != expected.Hash) throw new InvalidOperationException($"the log has {file.Length} bytes with hash {hash}, not {expected.Length} with {expected.Hash}");
        file.Close();
        File.Delete(path);
        return (time, killed);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Kills the process that holds the server's shared connection, with everything that goes over it.</summary>
    private static bool KillConnection(string home)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(each => char.IsAsciiDigit(each[^1])))
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (!line.Contains("[mux]", StringComparison.Ordinal) || !line.Contains(home, StringComparison.Ordinal)) continue;
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                process.Kill();
                return true;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // It ended while we looked.
            }
        }

        return false;
    }

    private static async Task<(long Length, string Hash)> ExpectedAsync(int lines, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Started.With("seq", ["1", lines.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>())) ?? throw new InvalidOperationException("seq cannot be started");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        long length = 0;
        for (int count; (count = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken)) > 0; length += count) hash.AppendData(buffer, 0, count);
        return (length, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static Report Tell(Samples plain, Samples log, long length, TimeSpan cutTime, int cuts, long lengthWhenCut)
    {
        var report = new Report("what", "bytes", "median", "speed", "against plain ssh");
        string Speed(long bytes, double nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (nanoseconds / 1e9) / 1e6:0} MB/s");
        report.Row(plain.Name, Text.MiB(length), Text.Time(plain.Median), Speed(length, plain.Median), "");
        report.Row(log.Name, Text.MiB(length), Text.Time(log.Median), Speed(length, log.Median), Text.Ratio(log.Over(plain)));
        report.Row($"the log of a run whose connection is killed {cuts} times", Text.MiB(lengthWhenCut), Text.Time(cutTime.TotalNanoseconds), Speed(lengthWhenCut, cutTime.TotalNanoseconds), Text.Ratio(cutTime.TotalNanoseconds / lengthWhenCut * length / plain.Median));
        var speed = length / (log.Median / 1e9);
        report.Goal(speed >= GoalBytesPerSecond, string.Create(CultureInfo.InvariantCulture, $"50 MB/s for a run: {speed / 1e6:0} MB/s"));
        report.Goal(cuts == Cuts, $"no byte lost or doubled through {Cuts} killed connections: {cuts} were killed while the log was on its way, and its hash is that of what the program printed (otherwise there would be no page)");
        report.Goal(lengthWhenCut / cutTime.TotalSeconds >= GoalBytesPerSecond, string.Create(CultureInfo.InvariantCulture, $"50 MB/s with the {cuts} reconnections counted in: {lengthWhenCut / cutTime.TotalSeconds / 1e6:0} MB/s, {cutTime.TotalSeconds / Math.Max(1, cuts):0.00} s for each hundredth of the log and its connection"));
        report.Remarks.Add("From the first byte on the server's disk to the last one. The program is `seq`; the agent writes its log to the host's disk, the server asks for pieces over the shared connection and writes them to its own; both are the same disk here, and sshd, ssh, agent and server share the cores. Each log is compared by SHA-256 with what `seq` prints.");
        report.Remarks.Add("Killed is the process that holds the server's shared connection (SIGKILL), evenly over the log: log pieces, the agent's calls and the host's list go over it. Plain `ssh` writes nothing to a disk.");
        return report;
    }
}
