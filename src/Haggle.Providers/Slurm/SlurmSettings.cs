using System.Collections.Immutable;

namespace Haggle.Providers.Slurm;

/// <summary>The Slurm clusters of the configuration.</summary>
public sealed record SlurmSettings
{
    /// <summary>The clusters, each under a name of its own.</summary>
    public ImmutableArray<SlurmCluster> Clusters { get; init; } = [];

    /// <summary>How long a job may wait in a cluster's queue before the run looks elsewhere. Default 7 days.</summary>
    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromDays(7);
}
