using Haggle.Testbed;

namespace Haggle.EndToEnd.Tests;

/// <summary>A task on a computer of the pool, over SSH, started by the real server.</summary>
public sealed class SshRunTests
{
    // A hash over all steps: one that is lost, repeated or done on a torn checkpoint gives another end.
    private const string Task = """
        name: far
        resources: {infra: ssh/gpu1}
        workdir: .
        run: |
          cat greeting.txt; hostname
          cd "$HAGGLE_CHECKPOINT_DIR"
          i=0 h=1
          if [ -e state ]; then read -r i h < state; echo "continuing at $i"; fi
          while [ $i -lt 60 ]; do
            i=$((i+1))
            h=$(( (h * 31 + i) % 1000003 ))
            if [ $((i % 5)) = 0 ]; then
              echo "$i $h" > .next && mv .next state
              echo "::haggle checkpoint step=$i path=state"
            fi
            echo "::haggle progress step=$i of=60"
            sleep 0.2
          done
          echo "final $i $h"
        checkpoint: {path: save, every: 1s, keep: 3}
        """;

    [Fact]
    public async Task A_run_on_an_ssh_host_that_is_killed_twice_ends_as_if_it_had_not_been()
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        var cancellation = TestContext.Current.CancellationToken;
        await using var site = await SshSite.MakeAsync(cancellation);
        var computer = await site.AddAsync("gpu1", new SshComputerOptions(), cancellation);
        await using var home = new Home();
        home.Configure("");
        File.WriteAllText(Path.Combine(home.Folder, "machines.yaml"), $"machines: {{gpu1: {{host: {computer.Address}, user: root, identity: {site.Folder}/key}}}}\n");
        home.Write("greeting.txt", "hello from here\n");
        var run = await home.LaunchAsync(home.Write("far.yaml", Task));
        foreach (var after in (int[])[15, 40])
        {
            await home.UntilLogAsync(run, $"::haggle progress step={after} ");
            await computer.InsideAsync("kill -9 $(cut -d' ' -f1 /root/.haggle-agent/machines/*/agent.pid) 2>/dev/null; :", cancellation);
        }

        var over = await home.UntilOverAsync(run);
        Assert.Equal("succeeded", over.Outcome);
        var log = await home.LogsAsync(run);
        Assert.Contains("hello from here\ngpu1\n", log, StringComparison.Ordinal);
        Assert.Contains("continuing at ", log, StringComparison.Ordinal);
        Assert.Contains($"final 60 {Expected(60)}\n", log, StringComparison.Ordinal);
        Assert.True(over.Attempts.Length >= 3, $"{over.Attempts.Length} attempts");
        await home.LeavesNothingAsync();
        Assert.Equal("", (await computer.InsideAsync("pgrep -x haggle-agent; ls -d /root/.haggle-agent/machines/*/work 2>/dev/null; :", cancellation)).Trim());
    }

    private static long Expected(int steps)
    {
        long hash = 1;
        for (var i = 1; i <= steps; i++) hash = ((hash * 31) + i) % 1000003;
        return hash;
    }
}
