using Haggle.Core.Runs;

namespace Haggle.Core.Policy.Placement;

/// <summary>How much work is left, in the offer's time: what is expected, and what it will hardly exceed. The difference shrinks as progress is seen.</summary>
/// <param name="Expected">The mean.</param>
/// <param name="Most">The upper end, at least the mean: what guards count with.</param>
public sealed record WorkEstimate(TimeSpan Expected, TimeSpan Most)
{
    // A speed that was just seen may be off by a third (warm-up, first epoch, compilation); after an hour by 7 %, after ten by 3.5 %.
    private const double FirstDoubt = 0.3;
    private const double LastDoubt = 0.03;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1e9);

    /// <summary>The estimate of a run from its newest checkpoint on: by the speed of its progress, by the task's own limit, or the lesser of both; null when neither is known.</summary>
    public static WorkEstimate? Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        TimeSpan? limit = run.Job.MaxDuration is { } most ? most - run.RanBefore : null;
        if (run.Progress is not { Of: { } of, Step: > 0 } || run.SecondsPerStep is not { } seconds) return Unseen(run, limit);

        // A speed that was seen for minutes does not outweigh what was expected of the whole: the two are averaged, by the time that each has behind it.
        var seen = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, run.Progress.Step * seconds));
        if (run.Job.ExpectedWork is { } expected && expected > TimeSpan.Zero)
        {
            var trust = TimeSpan.FromHours(1) + (expected / 20);
            seconds = ((expected.TotalSeconds / of * trust.TotalSeconds) + (seconds * seen.TotalSeconds)) / (trust + seen).TotalSeconds;
            seen += WarmUp;
        }

        var from = run.Checkpoints.IsEmpty ? 0 : Math.Max(0, run.Checkpoints[^1].Step);
        var at = run.Attempt?.RunningSince is null ? from : Math.Max(from, run.Progress.Step);
        var left = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Max(0, of - at) * seconds));
        var upper = left * (1 + Doubt(seen));
        return limit is { } bound ? new WorkEstimate(left < bound ? left : bound, upper < bound ? upper : bound) : new WorkEstimate(left, upper);
    }

    // Before any progress was seen: what was expected, less what ran where checkpoints keep it.
    private static WorkEstimate? Unseen(Run run, TimeSpan? limit)
    {
        if (run.Job.ExpectedWork is not { } expected) return limit is { } only ? new WorkEstimate(only, only) : null;
        var done = run.Job.Checkpoint is null ? TimeSpan.Zero : run.RanBefore;
        var left = expected - done > expected * FirstDoubt ? expected - done : expected * FirstDoubt;
        var most = left * (1 + FirstDoubt + LastDoubt);
        return limit is { } bound ? new WorkEstimate(left < bound ? left : bound, most < bound ? most : bound) : new WorkEstimate(left, most);
    }

    /// <summary>How far the speed may be off, as a share, after so much time of progress.</summary>
    public static double Doubt(TimeSpan seen) => LastDoubt + (FirstDoubt * (WarmUp / (WarmUp + (seen > TimeSpan.Zero ? seen : TimeSpan.Zero))));
}
