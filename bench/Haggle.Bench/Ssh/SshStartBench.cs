using System.Globalization;
using Haggle.Bench.Harness;
using Haggle.Bench.Latency;
using Haggle.Testbed;

namespace Haggle.Bench.Ssh;

/// <summary>
/// How soon a task begins on a computer that is reached over SSH: with the agent there and the shared connection open, and on a computer that has never seen Haggle,
/// from a server that has just been started.
/// </summary>
internal sealed class SshStartBench : IBenchmark
{
    private const int Rounds = 12;
    private const int FreshRounds = 5;
    private const string Infra = "ssh/gpu1";

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(0.5);

    private readonly Samples _call = new("`ssh host true`, shared connection open (reference)");
    private readonly Samples _cold = new("`ssh host true`, connection of its own (reference)");
    private readonly Samples _copy = new("`scp` of the agent, shared connection open (reference)");
    private readonly Samples _act = new("launch answered -> first act, agent there");
    private readonly Samples _line = new("launch answered -> first line readable at the server, agent there");
    private readonly Samples _freshAct = new("the same first act, host and server new: connection, copy, hash, start");
    private readonly Samples _freshLine = new("the same first line, host and server new");

    public string Name => "ssh-start";

    public string What => "From an accepted launch to the first line of the user's program on a computer that is reached over SSH, against `ssh host true` and `scp` in the same run.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) throw new InvalidOperationException(obstacle);
        await using var site = await SshSite.MakeAsync(cancellationToken);
        var computer = await site.AddAsync("gpu1", new SshComputerOptions(), cancellationToken);
        await using var way = new SshWay(site, computer);
        await way.OpenAsync(cancellationToken);
        var stamps = new Stamps(Path.Combine(computer.Home, "stamps"), "~/stamps");
        await FreshAsync(place, site, computer, way, stamps, cancellationToken);
        await ThereAsync(place, site, computer, way, stamps, cancellationToken);
        return Tell();
    }

    /// <summary>The pool file of a server that knows this one computer.</summary>
    public static string Pool(SshSite site, SshComputer computer) => $"machines: {{{computer.Name}: {{host: {computer.Address}, user: root, identity: {site.Folder}/key}}}}\n";

    /// <summary>Starts a server with the computer in its pool.</summary>
    public static async Task<LocalServer> ServerAsync(Place place, SshSite site, SshComputer computer, string name, CancellationToken cancellationToken)
    {
        var home = Directory.CreateDirectory(Path.Combine(place.Temporary, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "machines.yaml"), Pool(site, computer), cancellationToken);
        return await LocalServer.StartAsync(place, name, cancellationToken);
    }

    private async Task ThereAsync(Place place, SshSite site, SshComputer computer, SshWay way, Stamps stamps, CancellationToken cancellationToken)
    {
        await using var server = await ServerAsync(place, site, computer, "warm", cancellationToken);
        var client = new RunClient(server.Client);
        for (var round = -2; round < Rounds; round++)
        {
            var call = await SshWay.TimeAsync(() => way.RunAsync("true", isShared: true, cancellationToken));
            var cold = await SshWay.TimeAsync(() => way.RunAsync("true", isShared: false, cancellationToken));
            var (act, line) = await LaunchAsync(client, stamps, round, cancellationToken);
            if (round < 0) continue;
            _call.Add(call);
            _cold.Add(cold);
            _act.Add(act);
            _line.Add(line);
        }
    }

    private async Task FreshAsync(Place place, SshSite site, SshComputer computer, SshWay way, Stamps stamps, CancellationToken cancellationToken)
    {
        var agent = Path.Combine(place.Root, ".build", "agent", "haggle-agent");
        for (var round = -1; round < FreshRounds; round++)
        {
            var copy = await SshWay.TimeAsync(() => way.CopyAsync(agent, "copied", cancellationToken));
            await computer.InsideAsync("rm -rf ~/.haggle-agent ~/copied", cancellationToken);
            await using var server = await ServerAsync(place, site, computer, string.Create(CultureInfo.InvariantCulture, $"fresh{round + 1}"), cancellationToken);
            var (act, line) = await LaunchAsync(new RunClient(server.Client), stamps, round, cancellationToken);
            if (round < 0) continue;
            _copy.Add(copy);
            _freshAct.Add(act);
            _freshLine.Add(line);
        }
    }

    private static async Task<(TimeSpan Act, TimeSpan Line)> LaunchAsync(RunClient client, Stamps stamps, int round, CancellationToken cancellationToken)
    {
        var (run, accepted) = await client.LaunchAsync($"start-{round.ToString(CultureInfo.InvariantCulture)}", stamps.Script, Infra, cancellationToken);
        try
        {
            var readable = await client.FirstLineAsync(run, cancellationToken);
            return (await stamps.NextAsync(cancellationToken) - accepted, readable - accepted);
        }
        finally
        {
            await client.DownAsync(run, CancellationToken.None);
        }
    }

    private Report Tell()
    {
        var report = new Report("what", "median", "p90", "most");
        foreach (var each in (Samples[])[_call, _cold, _copy, _act, _line, _freshAct, _freshLine]) report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Most));
        var over = _line.Median - _call.Median;
        report.Goal(over <= Most.TotalNanoseconds, $"agent there: first line at most {Most.TotalSeconds} s over `ssh host true` (medians): {Text.Time(over)}; first act {Text.Time(_act.Median - _call.Median)}");
        var fresh = _freshLine.Median - _cold.Median - _copy.Median;
        report.Goal(fresh <= Most.TotalNanoseconds, $"agent to be copied: at most {Most.TotalSeconds} s over `ssh host true` and `scp` (medians; the server opens its own connection, so that of a new one is allowed): {Text.Time(fresh)}");
        report.Remarks.Add($"The host is a network namespace with a real sshd, the server is the published one. {Rounds} runs with the agent there, each beside `ssh host true`; {FreshRounds} with the host's agent folder removed and a server that was just started. The clock starts when POST /v1/runs is answered.");
        report.Remarks.Add("\"First act\" is the program writing down the time; \"readable\" is when a reader of the server's log has the first line.");
        return report;
    }
}
