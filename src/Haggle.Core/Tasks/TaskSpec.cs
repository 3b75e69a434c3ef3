using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>What the user wants run: one task of a task file, read, typed and validated. Null means not asked for.</summary>
public sealed record TaskSpec
{
    /// <summary>The task's name.</summary>
    public string? Name { get; init; }

    /// <summary>The folder that setup and run start in; null for an empty one.</summary>
    public Workdir? Workdir { get; init; }

    /// <summary>Machines that work together, at least 1. Default 1.</summary>
    public int NumNodes { get; init; } = 1;

    /// <summary>Shell commands run once per machine.</summary>
    public string? Setup { get; init; }

    /// <summary>Shell commands that do the work, on every node.</summary>
    public string? Run { get; init; }

    /// <summary>Environment variables, --env applied. Secrets of the same name win over them.</summary>
    public ImmutableSortedDictionary<string, string> Envs { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Secret environment variables, --secret applied.</summary>
    public ImmutableSortedDictionary<string, SecretSource> Secrets { get; init; } =
        ImmutableSortedDictionary.Create<string, SecretSource>(StringComparer.Ordinal);

    /// <summary>Secrets kept by the server that the task asks for.</summary>
    public ImmutableArray<ManagedSecret> ManagedSecrets { get; init; } = [];

    /// <summary>What must be found on every node before setup.</summary>
    public ImmutableArray<FileMount> FileMounts { get; init; } = [];

    /// <summary>Volumes attached to every node.</summary>
    public ImmutableArray<VolumeMount> Volumes { get; init; } = [];

    /// <summary>The machines it may run on.</summary>
    public ResourceSpec Resources { get; init; } = ResourceSpec.Any;

    /// <summary>What happens when a machine is lost or the program fails.</summary>
    public JobRecovery JobRecovery { get; init; } = new();

    /// <summary>Settings that override the user's configuration.</summary>
    public TaskConfig Config { get; init; } = TaskConfig.Empty;

    /// <summary>Where the input lies.</summary>
    public SizedUri? Inputs { get; init; }

    /// <summary>Where the output goes.</summary>
    public SizedUri? Outputs { get; init; }

    /// <summary>A shell command run at every change of state.</summary>
    public string? EventCallback { get; init; }

    /// <summary>The service that the task is a replica of.</summary>
    public ServiceSpec? Service { get; init; }

    /// <summary>The pool that the task is a worker of.</summary>
    public PoolSpec? Pool { get; init; }

    /// <summary>Whether the task may talk to the server; null for the server's default.</summary>
    public bool? ApiServerAccess { get; init; }

    /// <summary>Where the program keeps its checkpoints; null for a task that starts over after a loss.</summary>
    public CheckpointSpec? Checkpoint { get; init; }

    /// <summary>When it must be done.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The most the task may cost in all; more than zero.</summary>
    public Money? Budget { get; init; }

    /// <summary>What is trained, for estimates.</summary>
    public Workload? Workload { get; init; }

    /// <summary>The longest time the program may run, all attempts together; then it is stopped.</summary>
    public TimeSpan? MaxDuration { get; init; }
}
