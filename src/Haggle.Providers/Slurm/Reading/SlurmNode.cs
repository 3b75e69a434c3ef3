namespace Haggle.Providers.Slurm.Reading;

/// <summary>A compute node as Slurm tells of it.</summary>
/// <param name="Name">Its name in Slurm.</param>
/// <param name="Address">Where other nodes find it.</param>
/// <param name="Partitions">The partitions that it is in, with commas between.</param>
/// <param name="Cpus">Its CPUs.</param>
/// <param name="MemoryMib">The memory that jobs may have.</param>
/// <param name="Gpus">How many GPUs it has.</param>
/// <param name="GpuType">Their type as the cluster calls it; "" when it only counts them.</param>
/// <param name="IsUsable">Whether jobs can be started there sooner or later: not down, drained or unknown.</param>
internal sealed record SlurmNode(string Name, string Address, string Partitions, int Cpus, long MemoryMib, int Gpus, string GpuType, bool IsUsable)
{
    /// <summary>Whether it is in a partition.</summary>
    public bool IsIn(string partition) => Partitions.Split(',', StringSplitOptions.TrimEntries).Contains(partition, StringComparer.Ordinal);
}
