using System.Collections.Immutable;

namespace Haggle.Providers.Slurm;

/// <summary>One Slurm cluster as the configuration describes it.</summary>
public sealed record SlurmCluster
{
    /// <summary>The name in <c>infra: slurm/NAME</c> and in offers; letters, digits, dots, dashes and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Where Slurm's programs are run: "local" for this computer, otherwise a destination of the OpenSSH client.</summary>
    public string Login { get; init; } = "local";

    /// <summary>A folder that the login node and all compute nodes see under the same absolute path: agents and machines' folders live in it.</summary>
    public required string Shared { get; init; }

    /// <summary>The agent's program on the nodes, when somebody has installed it there; "" to bring it to <see cref="Shared"/>.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The account that jobs are charged to; "" for the user's default.</summary>
    public string Account { get; init; } = "";

    /// <summary>The quality of service that jobs ask for; "" for the default.</summary>
    public string Qos { get; init; } = "";

    /// <summary>The features that a node must have, in Slurm's words; "" for none.</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The partitions that are used; empty for all, free of charge.</summary>
    public ImmutableArray<SlurmPartition> Partitions { get; init; } = [];

    /// <summary>Lines of shell that a job runs on each node before the agent starts: "module load cuda/12.4".</summary>
    public ImmutableArray<string> Prologue { get; init; } = [];

    /// <summary>The folder of Slurm's programs on the login node; "" when they are on the path there.</summary>
    public string Bin { get; init; } = "";

    /// <summary>Slurm's configuration file on the login node; "" for the usual one.</summary>
    public string Conf { get; init; } = "";

    /// <summary>The address of slurmrestd, to be used instead of the programs; null for the programs.</summary>
    public SlurmRestAddress? Rest { get; init; }
}
