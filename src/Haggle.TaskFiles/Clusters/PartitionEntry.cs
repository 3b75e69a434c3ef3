using Haggle.Core.Units;

namespace Haggle.TaskFiles.Clusters;

/// <summary>A partition of a cluster of the configuration.</summary>
public sealed record PartitionEntry
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The price of an hour of a node.</summary>
    public HourlyRate NodeHour { get; init; }

    /// <summary>The price of an hour of a GPU.</summary>
    public HourlyRate GpuHour { get; init; }

    /// <summary>The price of an hour of a CPU.</summary>
    public HourlyRate CpuHour { get; init; }

    /// <summary>The account, or "".</summary>
    public string Account { get; init; } = "";

    /// <summary>The quality of service, or "".</summary>
    public string Qos { get; init; } = "";

    /// <summary>The features that nodes must have, or "".</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The kind of GPU, or "".</summary>
    public string Gpu { get; init; } = "";

    /// <summary>Whether its jobs may be taken back; null to believe the cluster.</summary>
    public bool? Preemptible { get; init; }

    /// <summary>The time limit of jobs without one of their own; null for the cluster's default.</summary>
    public TimeSpan? Time { get; init; }
}
