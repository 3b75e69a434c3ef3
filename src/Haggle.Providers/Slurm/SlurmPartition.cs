using Haggle.Core.Units;

namespace Haggle.Providers.Slurm;

/// <summary>One partition as the configuration describes it. What a machine costs is the sum of the three prices for what it has of each.</summary>
public sealed record SlurmPartition
{
    /// <summary>Its name in Slurm.</summary>
    public required string Name { get; init; }

    /// <summary>What an hour of a whole node costs; a part of a node pays its larger share of GPUs or CPUs.</summary>
    public HourlyRate NodeHour { get; init; }

    /// <summary>What an hour of one GPU costs.</summary>
    public HourlyRate GpuHour { get; init; }

    /// <summary>What an hour of one CPU costs.</summary>
    public HourlyRate CpuHour { get; init; }

    /// <summary>The account here; "" for the cluster's.</summary>
    public string Account { get; init; } = "";

    /// <summary>The quality of service here; "" for the cluster's.</summary>
    public string Qos { get; init; } = "";

    /// <summary>The features that a node must have here; "" for the cluster's.</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The kind of GPU, where Slurm only counts them; "" to believe Slurm.</summary>
    public string Gpu { get; init; } = "";

    /// <summary>Whether its jobs may be taken back for others; null to believe the partition's PreemptMode, which clusters set for all as a rule.</summary>
    public bool? Preemptible { get; init; }

    /// <summary>The time limit of a job whose task has no <c>max_duration</c>; null for the partition's own default.</summary>
    public TimeSpan? Time { get; init; }
}
