using System.Globalization;

namespace Haggle.EndToEnd.Tests;

public sealed class GangTests
{
    private const string Gang = """
        name: gang
        num_nodes: 3
        run: |
          echo "rank $HAGGLE_NODE_RANK/$SKYPILOT_NODE_RANK of $HAGGLE_NUM_NODES/$SKYPILOT_NUM_NODES"
          echo "peers" $HAGGLE_NODE_IPS
          echo "peers" $SKYPILOT_NODE_IPS
          if [ "$HAGGLE_EPOCH" = 1 ]; then exec sleep 1000; fi
          echo "done in attempt $HAGGLE_EPOCH"
        """;

    [Fact]
    public async Task A_lost_node_stops_the_gang_and_all_of_it_comes_back()
    {
        await using var home = new Home();
        var run = await home.LaunchAsync(home.Write("gang.yaml", Gang));
        var running = await home.UntilAsync(run, "running", seen => seen.Phase == "running");
        var machines = Assert.Single(running.Attempts).Machines;
        Assert.Equal(3, machines.Select(machine => machine.Address).Distinct().Count());
        Assert.All(machines, machine => Assert.StartsWith("127.0.", machine.Address));
        foreach (var machine in machines) await LogSaysAsync(home, run, 1, machine.Rank, machines.Select(peer => peer.Address));

        Processes.Signal(home.Agents().Single(agent => agent.Machine == machines[1].Machine).Process, Processes.KillAtOnce);
        var over = await home.UntilOverAsync(run);

        Assert.Equal("succeeded", over.Outcome);
        Assert.Equal(["machine-died", "finished"], over.Attempts.Select(attempt => attempt.End));
        var second = over.Attempts[1].Machines;
        Assert.Equal(3, second.Length);
        Assert.Empty(second.Select(machine => machine.Machine).Intersect(machines.Select(machine => machine.Machine)));
        foreach (var machine in second)
        {
            await LogSaysAsync(home, run, 2, machine.Rank, second.Select(peer => peer.Address));
            Assert.Contains("done in attempt 2", await home.LogsAsync(run, "--attempt", "2", "--rank", Text(machine.Rank)));
        }

        Bills.AddUp(home, await home.BillAsync(run));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_node_that_fails_ends_the_others_too()
    {
        await using var home = new Home();
        using var launch = home.Start("launch", home.Write("gang.yaml", """
            name: gang
            num_nodes: 2
            run: |
              if [ "$HAGGLE_NODE_RANK" = 1 ]; then exit 9; fi
              exec sleep 1000
            """));
        var end = (await launch.EndAsync()).Expect(9);
        Assert.Contains("node 1: the program ended with exit code 9", end.Error);
        await home.LeavesNothingAsync();
    }

    private static async Task LogSaysAsync(Home home, string run, int attempt, int rank, IEnumerable<string> peers)
    {
        var all = "peers " + string.Join(' ', peers);
        await Wait.UntilAsync($"node {rank} says 'rank' and twice '{all}'", async () =>
        {
            var lines = (await home.LogsAsync(run, "--attempt", Text(attempt), "--rank", Text(rank))).Split('\n');
            return lines.Contains($"rank {rank}/{rank} of 3/3") && lines.Count(line => line == all) == 2;
        });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
