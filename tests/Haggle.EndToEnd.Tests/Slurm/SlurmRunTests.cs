using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests.Slurm;

/// <summary>
/// Real runs of a real server on a real Slurm. Each takes a minute or two, most of it Slurm's own rhythm, so they run only when asked for:
/// HAGGLE_EXPLICIT=1 ./test EndToEnd.
/// </summary>
public sealed class SlurmRunTests(SlurmLab lab) : IClassFixture<SlurmLab>
{
    private const int Steps = 400;

    // A hash over all steps: a step that is lost, repeated or done on a torn checkpoint gives another end.
    private static string Chain(string more = "") => $$"""
        name: chain
        resources: {infra: slurm/tb/low, accelerators: H200:1, use_spot: true}
        {{more}}
        run: |
          echo "rank $HAGGLE_NODE_RANK of $HAGGLE_NUM_NODES at $HAGGLE_NODE_IPS on $SLURMD_NODENAME with $CUDA_VISIBLE_DEVICES"
          cd "$HAGGLE_CHECKPOINT_DIR"
          i=0 h=1
          if [ -e state ]; then read -r i h < state; echo "continuing at $i"; fi
          trap 'stop=1' TERM
          while [ $i -lt {{Steps}} ] && [ -z "$stop" ]; do
            i=$((i+1))
            h=$(( (h * 31 + i) % 1000003 ))
            echo "::haggle progress step=$i of={{Steps}}"
            sleep 0.04
          done
          echo "$i $h" > .next && mv .next state
          echo "::haggle checkpoint step=$i path=state"
          [ -z "$stop" ] || exit 143
          echo "final $i $h"
        checkpoint: {path: save, every: 3m, keep: 3}
        """;

    [Fact(Explicit = true)]
    public async Task A_run_that_is_preempted_twice_waits_its_turn_and_ends_the_same_to_the_bit()
    {
        await using var home = lab.Home("twice");
        var run = await home.LaunchAsync(home.Write("chain.yaml", Chain()), "-y");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await home.UntilAsync(run, "well on its way", seen => seen.Epoch == attempt && seen.Phase == "running" && seen.Progress?.Step >= attempt * 100);
            var boss = await lab.OutrankAsync();
            try
            {
                var waiting = await home.UntilAsync(run, "in the queue", seen => seen.Epoch == attempt + 1 && seen.Attempts[^1].Machines[0].QueuePosition == 1);
                Assert.Contains("waiting in the queue of slurm/tb:low/1xH200", waiting.Reason);
                var queue = await home.AskAsync(RestJson.Default.QueueMessage, "queue");
                Assert.Equal(1, Assert.Single(queue.Waiting).Position);
            }
            finally
            {
                await lab.CancelAsync(boss);
            }
        }

        var over = await home.UntilOverAsync(run);
        Assert.Equal(("succeeded", 2), (over.Outcome, over.Reclaims));
        Assert.Equal(["reclaimed", "reclaimed", "finished"], over.Attempts.Select(attempt => attempt.End));
        var log = await home.LogsAsync(run);
        Assert.Contains(End(), log);
        Assert.Contains("continuing at ", log);
        await BillIsSlurmsAsync(home, run, over);
        await lab.LeavesNothingAsync(home, "twice");
    }

    [Fact(Explicit = true)]
    public async Task Two_servers_share_a_cluster_and_a_folder_and_each_keeps_to_its_own()
    {
        await using var first = lab.Home("both");
        await using var second = lab.Home("both");
        var file = Chain();
        var runs = new[] { (Home: first, Run: await first.LaunchAsync(first.Write("chain.yaml", file), "-y")), (Home: second, Run: await second.LaunchAsync(second.Write("chain.yaml", file), "-y")) };
        foreach (var (home, run) in runs)
        {
            var over = await home.UntilOverAsync(run);
            Assert.Equal(("succeeded", 1), (over.Outcome, over.Attempts.Length));
            Assert.Contains(End(), await home.LogsAsync(run));
            await BillIsSlurmsAsync(home, run, over);
        }

        await lab.LeavesNothingAsync(first, "both");
        await second.LeavesNothingAsync();
    }

    [Fact(Explicit = true)]
    public async Task A_gang_is_one_job_whose_nodes_know_each_other()
    {
        await using var home = lab.Home("gang");
        var run = await home.LaunchAsync(home.Write("chain.yaml", Chain("num_nodes: 2")), "-y");
        await home.UntilAsync(run, "running", seen => seen.Phase == "running");
        Assert.Single(await lab.LiveJobsAsync());
        var over = await home.UntilOverAsync(run);
        Assert.Equal("succeeded", over.Outcome);
        foreach (var rank in (string[])["0", "1"])
        {
            var log = await home.LogsAsync(run, "--rank", rank);
            Assert.Contains($"rank {rank} of 2 at 127.0.0.1", log);
            Assert.Contains($"on n{int.Parse(rank, CultureInfo.InvariantCulture) + 1} with", log);
        }

        await lab.LeavesNothingAsync(home, "gang");
    }

    // Every machine's bill, and so the ledger, is Slurm's own start and end at the configured price.
    private async Task BillIsSlurmsAsync(Home home, string run, RunMessage over)
    {
        var jobs = over.Attempts.SelectMany(attempt => attempt.Machines).Select(machine => "haggle-" + machine.Token).ToHashSet();
        var table = await lab.Bed.OkAsync("squeue", TestContext.Current.CancellationToken, "-h", "-t", "all", "-o", "%j %S %e");
        var seconds = table.Split('\n').Select(line => line.Split(' ')).Where(fields => jobs.Contains(fields[0]))
            .Sum(fields => long.Parse(fields[2], CultureInfo.InvariantCulture) - long.Parse(fields[1], CultureInfo.InvariantCulture));

        // One GPU and its half of the node's four CPUs.
        const long NanoPerHour = 500_000_000 + (2 * 10_000_000);
        var bill = await home.BillAsync(run);
        Assert.Equal(seconds * NanoPerHour / 3600.0, bill.TotalNanoUsd, 2.0);
    }

    private static string End()
    {
        long h = 1;
        for (var i = 1; i <= Steps; i++) h = ((h * 31) + i) % 1000003;
        return $"final {Steps} {h}";
    }
}
