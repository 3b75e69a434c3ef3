using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

public sealed class PrivateServerTests
{
    private const int Lines = 240;

    [Fact]
    public async Task Commands_that_start_at_once_make_one_server()
    {
        await using var home = new Home();
        var task = home.Write("task.yaml", "name: quick\nrun: echo done\n");
        Command[] commands = [home.Start("launch", "-d", task), home.Start("server", "start"), home.Start("launch", "-d", task), home.Start("doctor"), home.Start("launch", "-d", task)];
        foreach (var command in commands)
        {
            using (command) (await command.EndAsync()).Expect(0);
        }

        await Wait.UntilAsync("one server is left", () => home.Living().Count(process => process.CommandLine.Contains("haggle-server\n--home\n", StringComparison.Ordinal)) == 1);
        var runs = (await home.AskAsync(RestJson.Default.RunListMessage, "status", "--all")).Runs;
        Assert.Equal([1, 2, 3], runs.Select(run => run.Id).Order());
        foreach (var run in runs) Assert.Equal("succeeded", (await home.UntilOverAsync(run.Id.ToString(CultureInfo.InvariantCulture))).Outcome);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_killed_server_is_replaced_and_nothing_is_lost_or_doubled()
    {
        await using var home = new Home();
        home.Configure("local: {price: 3.60}\n");
        using var follower = home.Start("launch", "-y", home.Write("task.yaml", Counting));
        await follower.SaysAsync("line 20\n");
        var agent = Assert.Single(home.Agents());
        using var reader = home.Start("logs", "-f", "1");
        foreach (var line in (int[])[40, 90, 140])
        {
            await follower.SaysAsync($"line {line}\n");
            await reader.SaysAsync($"line {line}\n");
            await home.KillServerAsync();
        }

        // Whoever watches has started the next server; a command does so too.
        await home.OkAsync("status");
        var end = (await follower.EndAsync()).Expect(0);
        Assert.Contains(agent, (await home.StatusAsync("1")).Attempts.Single().Machines.Select(machine => (machine.Machine, agent.Process)));
        Assert.Equal(Expected(), end.Out);
        Assert.Equal(Expected(), (await reader.EndAsync()).Expect(0).Out);
        Assert.Equal(Expected(), await home.LogsAsync("1"));
        var bill = await home.BillAsync("1");
        Bills.AddUp(home, bill);
        Assert.Single(bill.Lines);
        Assert.True(bill.TotalNanoUsd > 0);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_run_goes_on_without_its_server_and_is_found_finished_by_the_next_one()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("task.yaml", Counting));
        await home.UntilLogAsync(run, "line 5\n");
        await home.OkAsync("server", "stop");
        var log = Path.Combine(Directory.GetDirectories(home.Machines).Single(), "task.log");
        await Wait.UntilAsync("the program ends without a server", () => File.ReadAllText(log).EndsWith("the end\n", StringComparison.Ordinal));
        Assert.DoesNotContain(home.Living(), process => process.CommandLine.Contains("haggle-server", StringComparison.Ordinal));
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
        Assert.Equal(Expected(), await home.LogsAsync(run));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_server_that_is_asked_to_end_when_idle_waits_for_its_runs()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("task.yaml", "run: |\n  echo begun\n  until [ -e go ]; do sleep 0.1; done\n"));
        await home.UntilLogAsync(run, "begun");
        var server = home.ServerProcess.GetValueOrDefault();
        Ask(home, "POST /v1/server/stop", """{"when_idle":true}""");
        await home.OkAsync("exec", run, "--", "touch go");
        Assert.Equal(server, home.ServerProcess);
        await Wait.UntilAsync("the server ends by itself", () => !Processes.IsAlive(server));
        Assert.Equal("succeeded", (await home.StatusAsync(run)).Outcome);
        await home.LeavesNothingAsync();
    }

    private static readonly string Counting = $$"""
        name: counting
        run: |
          i=0
          while [ $i -lt {{Lines}} ]; do i=$((i+1)); echo "line $i"; sleep 0.05; done
          echo the end
        """;

    private static string Expected() => string.Concat(Enumerable.Range(1, Lines).Select(line => $"line {line}\n")) + "the end\n";

    private static void Ask(Home home, string what, string body)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(home.Folder, "server.sock")));
        socket.Send(Encoding.ASCII.GetBytes($"{what} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        var answer = new byte[4096];
        Assert.StartsWith("HTTP/1.1 202", Encoding.ASCII.GetString(answer, 0, socket.Receive(answer)));
    }
}
