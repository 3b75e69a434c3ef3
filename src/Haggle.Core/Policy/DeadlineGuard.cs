using System.Collections.Immutable;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Runs;

namespace Haggle.Core.Policy;

/// <summary>
/// Sees to it that a deadline which on-demand machines would meet is not missed for the sake of a cheaper one. After "Can't Be Late"
/// (Wu et al., NSDI 2024): a machine that may be taken away is used only while the time left covers the work left, one start-up that is
/// lost to a reclaim, and one start-up on demand. Work that is not known counts as endless.
/// </summary>
public static class DeadlineGuard
{
    /// <summary>Whether a machine that may be taken away may be used now, and why (not).</summary>
    public static (bool Allowed, string Why) ReclaimableAllowed(Run run, RunPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        if (run.Job.Deadline is not { } deadline) return (true, "");
        if (WorkLeft(run) is not { } work) return (false, "how much work is left is not known yet, and there is a deadline");
        var pace = Pace(run);
        var left = (deadline - now) * pace;
        var need = work + Reserve(run, policy);
        return left >= need
            ? (true, $"{Words.Duration(left - need)} of slack left")
            : (false, $"{Words.Duration(left)} left for {Words.Duration(work)} of work: no time for a reclaim");
    }

    /// <summary>
    /// When a machine that may be taken away and does not run the program yet must be given up for one on demand; null when no deadline binds,
    /// or when the work is not known (such a machine is taken only where there is no other).
    /// </summary>
    public static DateTimeOffset? LeaveReclaimableAt(Run run, RunPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        if (run.Job.Deadline is not { } deadline) return null;
        if (WorkLeft(run) is not { } work) return null;
        return deadline - ((work + (2 * StartUp(run, policy))) / Pace(run));
    }

    /// <summary>
    /// An upper estimate of the work left in the offer's time, from the newest checkpoint on: out of the task's own limit, or out of the speed that its
    /// progress showed (with what that may be off by on top, see <see cref="WorkEstimate"/>); null when neither is known.
    /// </summary>
    public static TimeSpan? WorkLeft(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return WorkEstimate.Of(run)?.Most;
    }

    /// <summary>The spare time that is kept back: one start-up and the work since the last checkpoint lost to a reclaim, one start-up on demand, and one for what goes wrong.</summary>
    public static TimeSpan Reserve(Run run, RunPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        return (policy.ReserveStartUps * StartUp(run, policy)) + CheckpointLoss(run);
    }

    /// <summary>
    /// How long a start-up is taken to last, in the offer's time: the longest that this run has seen, at least the policy's allowance and the time that its
    /// data takes to come.
    /// </summary>
    public static TimeSpan StartUp(Run run, RunPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        var allowed = policy.StartUpAllowance + DataMoves.Of(run, ImmutableDictionary<Market.ProviderName, Units.Money>.Empty).Staging(policy.StagingBytesPerSecond);
        return run.StartUpSeen > allowed ? run.StartUpSeen : allowed;
    }

    private static TimeSpan CheckpointLoss(Run run) => run.Job.Checkpoint?.Every ?? WorkLeft(run) ?? TimeSpan.Zero;

    private static int Pace(Run run) => Math.Max(1, run.Job.Rehearsal?.Pace ?? 1);
}
