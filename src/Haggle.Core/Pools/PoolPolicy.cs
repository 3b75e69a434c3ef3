namespace Haggle.Core.Pools;

/// <summary>How the pool is shared.</summary>
public sealed record PoolPolicy
{
    /// <summary>
    /// After so long what somebody used counts half. Default 7 days: Slurm's default of PriorityDecayHalfLife
    /// (slurm.schedmd.com/priority_multifactor.html, read 2026-11-21).
    /// </summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A run that has waited for so long goes before all that have not, whatever their priority: nobody starves. Default 7 days: Slurm's default of
    /// PriorityMaxAge, from which on waiting counts in full.
    /// </summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many of those behind the first one that cannot begin are looked at, so that a long queue costs no more than a short one. Default 100, as Slurm's bf_max_job_test once was.</summary>
    public int LooksBehind { get; init; } = 100;
}
