namespace Haggle.Providers.Slurm;

/// <summary>A job to be put into the queue: one task on each node.</summary>
internal sealed record JobRequest
{
    /// <summary>The name, which is unique: it is what the job is found again by.</summary>
    public required string Name { get; init; }

    /// <summary>What is said of it to whoever looks at the queue.</summary>
    public required string Comment { get; init; }

    /// <summary>The partition.</summary>
    public required string Partition { get; init; }

    /// <summary>The nodes, all at once.</summary>
    public required int Nodes { get; init; }

    /// <summary>CPUs on each.</summary>
    public required int Cpus { get; init; }

    /// <summary>Memory on each.</summary>
    public required long MemoryMib { get; init; }

    /// <summary>GPUs on each.</summary>
    public int Gpus { get; init; }

    /// <summary>Their type in Slurm's word; "" for any.</summary>
    public string GpuType { get; init; } = "";

    /// <summary>The time limit; null for the partition's default.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How long before its time is over the job hears of it.</summary>
    public required TimeSpan Notice { get; init; }

    /// <summary>The account; "" for the default.</summary>
    public string Account { get; init; } = "";

    /// <summary>The quality of service; "" for the default.</summary>
    public string Qos { get; init; } = "";

    /// <summary>Features that the nodes must have; "" for none.</summary>
    public string Constraint { get; init; } = "";

    /// <summary>The file for what the job itself prints.</summary>
    public required string Output { get; init; }

    /// <summary>The folder to start in.</summary>
    public required string Folder { get; init; }

    /// <summary>The script.</summary>
    public required string Script { get; init; }

    /// <summary>What is asked for on each node as a generic resource; "" for none.</summary>
    public string Gres => Gpus == 0 ? "" : GpuType.Length > 0 ? $"gpu:{GpuType}:{Gpus}" : $"gpu:{Gpus}";

    /// <summary>The time limit in Slurm's minutes, at least one.</summary>
    public long? Minutes => Time is { } time ? Math.Max(1, (long)Math.Ceiling(time.TotalMinutes)) : null;
}
