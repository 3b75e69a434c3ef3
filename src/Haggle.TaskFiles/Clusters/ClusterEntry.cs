using System.Collections.Immutable;

namespace Haggle.TaskFiles.Clusters;

/// <summary>A cluster of the configuration, as it was written.</summary>
public sealed record ClusterEntry
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its programs are run: "local", or a destination of the OpenSSH client.</summary>
    public string Login { get; init; } = "local";

    /// <summary>The folder that login node and compute nodes share.</summary>
    public required string Shared { get; init; }

    /// <summary>The agent's program there, or "".</summary>
    public string Agent { get; init; } = "";

    /// <summary>The account, or "".</summary>
    public string Account { get; init; } = "";

    /// <summary>The quality of service, or "".</summary>
    public string Qos { get; init; } = "";

    /// <summary>The features that nodes must have, or "".</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The folder of the cluster's programs, or "".</summary>
    public string Bin { get; init; } = "";

    /// <summary>The cluster's configuration file, or "".</summary>
    public string Conf { get; init; } = "";

    /// <summary>Lines of shell that come before the agent, modules included.</summary>
    public ImmutableArray<string> Prologue { get; init; } = [];

    /// <summary>The partitions that are used; empty for all.</summary>
    public ImmutableArray<PartitionEntry> Partitions { get; init; } = [];

    /// <summary>The web interface, or null.</summary>
    public ClusterRestEntry? Rest { get; init; }
}
