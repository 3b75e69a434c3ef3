using Haggle.Core.Market;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>An offer with what is to be asked of Slurm for it.</summary>
/// <param name="Quote">The offer and its price.</param>
/// <param name="Partition">The partition as it is configured.</param>
/// <param name="Queue">The partition as Slurm tells of it.</param>
/// <param name="Cpus">CPUs on each node.</param>
/// <param name="MemoryMib">Memory on each node.</param>
/// <param name="Gpus">GPUs on each node.</param>
/// <param name="GpuType">Their type in Slurm's word; "" for any.</param>
internal sealed record SlurmOffer(Quote Quote, SlurmPartition Partition, SlurmQueue Queue, int Cpus, long MemoryMib, int Gpus, string GpuType);
