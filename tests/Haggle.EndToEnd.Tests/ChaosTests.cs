using System.Globalization;

namespace Haggle.EndToEnd.Tests;

/// <summary>Servers and agents are killed at random moments, without a word of warning. Everything must still come out right.</summary>
public sealed class ChaosTests
{
    private const int Kills = 100;
    private const int RunsAtOnce = 4;
    private const int Steps = 150;
    private const int Seed = 20260;

    // A hash over all steps: a step that is lost, repeated or done on a torn checkpoint gives another end.
    private static readonly string Task = $$"""
        name: chaos
        run: |
          cd "$HAGGLE_CHECKPOINT_DIR"
          i=0 h=1
          if [ -e state ]; then read -r i h < state; echo "continuing at $i"; fi
          while [ $i -lt {{Steps}} ]; do
            i=$((i+1))
            h=$(( (h * 31 + i) % 1000003 ))
            if [ $((i % 5)) = 0 ]; then
              echo "$i $h" > .next && mv .next state
              echo "::haggle checkpoint step=$i path=state"
            fi
            echo "::haggle progress step=$i of={{Steps}}"
            sleep 0.04
          done
          echo "final $i $h"
        checkpoint: {path: save, every: 3m, keep: 3}
        """;

    private readonly Random _random = new(Seed);

    [Fact]
    public async Task A_hundred_kills_of_servers_and_agents_change_no_result_and_leave_nothing()
    {
        await using var home = new Home();
        var task = home.Write("chaos.yaml", Task);
        var runs = new List<string>();
        int servers = 0, agents = 0;
        while (servers + agents < Kills)
        {
            await KeepBusyAsync(home, task, runs);
            await Wait.PassAsync(TimeSpan.FromMilliseconds(_random.Next(600)));
            if (_random.Next(3) == 0) servers += await KillServerAsync(home);
            else agents += KillAgent(home);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{servers} servers and {agents} agents killed, {runs.Count} runs");
        Assert.True(servers >= Kills / 6 && agents >= Kills / 3, $"{servers} servers, {agents} agents");
        foreach (var run in runs) await CheckAsync(home, run);
        await home.LeavesNothingAsync();
    }

    /// <summary>Starts runs until there are enough; each call needs the server, and starts it when it was killed.</summary>
    private static async Task KeepBusyAsync(Home home, string task, List<string> runs)
    {
        var live = (await home.AskAsync(Wire.Rest.RestJson.Default.RunListMessage, "status")).Runs.Length;
        for (; live < RunsAtOnce; live++) runs.Add(await home.LaunchAsync(task, "--rehearse", "aws/us-east-1/g4dn.xlarge/on-demand", "--speed", "600"));
    }

    private static async Task<int> KillServerAsync(Home home)
    {
        if (home.ServerProcess is null) return 0;
        await home.KillServerAsync();
        return 1;
    }

    private int KillAgent(Home home)
    {
        if (home.Agents() is not { Count: > 0 } agents) return 0;
        Processes.Signal(agents[_random.Next(agents.Count)].Process, Processes.KillAtOnce);
        return 1;
    }

    private static async Task CheckAsync(Home home, string run)
    {
        var over = await home.UntilOverAsync(run);
        Assert.True(over.Outcome == "succeeded", $"run {run}: {over.Outcome}, {over.Reason}");
        var last = over.Epoch.ToString(CultureInfo.InvariantCulture);
        Assert.EndsWith($"final {Steps} {Undisturbed()}\n", await home.LogsAsync(run, "--attempt", last));
        Assert.Equal(over.Epoch, over.Attempts.Length);
        Assert.All(over.Attempts[..^1], attempt => Assert.NotEqual("finished", attempt.End));
        Bills.AddUp(home, await home.BillAsync(run));
    }

    private static int Undisturbed()
    {
        var hash = 1;
        for (var step = 1; step <= Steps; step++) hash = (hash * 31 + step) % 1000003;
        return hash;
    }
}
