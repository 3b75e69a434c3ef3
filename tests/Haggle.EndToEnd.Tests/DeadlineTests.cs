using System.Text.RegularExpressions;

namespace Haggle.EndToEnd.Tests;

/// <summary>A rehearsed market that comes and goes, and a deadline that leaves time to wait: the policy decides, says why, and is in time.</summary>
public sealed partial class DeadlineTests
{
    // Three hours of work at 600 times the speed: 18 s here; the deadline leaves five times that.
    private const string Task =
        """
        name: due
        resources: {accelerators: V100:1}
        deadline: 18h
        checkpoint: {path: ck, every: 5m, keep: 3}
        workload: {steps: 90, steps_per_second: 0.00833}
        run: |
          mkdir -p "$HAGGLE_CHECKPOINT_DIR"
          i=0
          [ -f "$HAGGLE_CHECKPOINT_DIR/at" ] && i=$(cat "$HAGGLE_CHECKPOINT_DIR/at")
          while [ $i -lt 90 ]; do
            sleep 0.2
            i=$((i+1))
            echo $i > "$HAGGLE_CHECKPOINT_DIR/at.tmp" && mv "$HAGGLE_CHECKPOINT_DIR/at.tmp" "$HAGGLE_CHECKPOINT_DIR/at"
            echo "::haggle progress step=$i of=90"
            echo "::haggle checkpoint step=$i path=at"
          done
        """;

    [Fact]
    public async Task A_run_with_a_deadline_waits_for_spot_says_so_and_is_in_time()
    {
        await using var home = new Home();
        var task = home.Write("task.yaml", Task);

        // An hour there, an hour gone, again and again, in ticks of ten minutes.
        var ticks = string.Join(',', Enumerable.Range(0, 144).Select(tick => tick / 6 % 2 == 0 ? 1 : 0));
        var trace = home.Write("trace.json", $$"""{"metadata": {"gap_seconds": 600}, "data": [{{ticks}}]}""");
        var plan = await home.OkAsync("launch", "--dry-run", task, "--rehearse", "aws/us-east-1/p3.2xlarge/spot", "--trace", trace);
        Assert.Contains("chance by spot alone", Blanks().Replace(plan, " "));

        (await home.RunAsync("launch", task, "--rehearse", "aws/us-east-1/p3.2xlarge/spot", "--trace", trace, "--notice", "2m")).Expect(0);
        var run = await home.StatusAsync("1");
        Assert.Equal("succeeded", run.Outcome);
        Assert.True(run.EndedAt <= run.Deadline, $"ended at {run.EndedAt}, due {run.Deadline}");
        var decisions = Blanks().Replace(await home.OkAsync("logs", "1", "--decisions"), " ");
        Assert.Matches(Waiting(), decisions);
        Assert.Contains("(spot: expected to last", decisions);
        await home.LeavesNothingAsync();
    }

    [GeneratedRegex(@"waiting: \d of 1 zone up in the last day, [0-9.]+ (h|min|d) of slack left, expected return in [0-9.]+ (h|min)")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
