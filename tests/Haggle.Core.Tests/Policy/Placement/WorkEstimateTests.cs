using Haggle.Core.Policy.Placement;
using Haggle.Core.Runs;
using Haggle.Core.Tests.Runs;

namespace Haggle.Core.Tests.Policy.Placement;

public sealed class WorkEstimateTests
{
    [Theory]
    [InlineData(null, null, null, null, "nothing is known")]
    [InlineData(10.0, null, null, 10.0, "only the task's limit")]
    [InlineData(null, 10.0, null, 10.0, "only what was expected")]
    [InlineData(null, null, 100L, 9.0, "a tenth of 100 steps took an hour")]
    [InlineData(5.0, null, 100L, 5.0, "the limit is less than what the speed says")]
    public void Out_of_what_is_known(double? limit, double? expected, long? of, double? hours, string why)
    {
        var estimate = WorkEstimate.Of(Run(limit, expected, of, of / 10, 360));
        Assert.True((estimate is null) == (hours is null), why);
        if (hours is { } known) Assert.Equal(known, estimate!.Expected.TotalHours, 6);
        if (estimate is not null) Assert.True(estimate.Most >= estimate.Expected, why);
    }

    [Fact]
    public void The_doubt_shrinks_as_progress_is_seen()
    {
        var doubts = new[] { 1, 10, 100, 900 }.Select(step => WorkEstimate.Of(Run(null, null, 1000, step, 360))!).Select(each => each.Most / each.Expected).ToArray();
        Assert.Equal(doubts.OrderDescending(), doubts);
        Assert.InRange(doubts[0], 1.1, 1.34);
        Assert.InRange(doubts[^1], 1.0, 1.05);
    }

    [Fact]
    public void Minutes_of_a_slow_start_do_not_outweigh_what_was_expected()
    {
        // One of 100 steps, three times as slow as expected: a training that compiles first.
        var estimate = WorkEstimate.Of(Run(null, 40, 100, 1, 3 * 1440))!;
        Assert.InRange(estimate.Expected.TotalHours, 39, 65);
        var later = WorkEstimate.Of(Run(null, 40, 100, 50, 3 * 1440))!;
        Assert.InRange(later.Expected.TotalHours, 50, 60);
    }

    private static Run Run(double? limit, double? expected, long? of, long? step, double seconds)
    {
        var job = RunMaker.ATask with
        {
            MaxDuration = limit is { } most ? TimeSpan.FromHours(most) : null,
            ExpectedWork = expected is { } work ? TimeSpan.FromHours(work) : null,
        };
        var run = RunMaker.Submitted(job);
        return of is null ? run : run with
        {
            Progress = new Progress { Of = of, Step = step!.Value },
            SecondsPerStep = seconds,
            Checkpoints = [new CheckpointRef("c", 1, step.Value, 1, "", RunMaker.Noon)],
        };
    }
}
