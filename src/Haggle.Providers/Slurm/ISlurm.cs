using System.Collections.Immutable;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>What Haggle asks of one cluster's Slurm, by its programs or by slurmrestd. Faults are <see cref="SlurmException"/>. Thread-safe.</summary>
internal interface ISlurm
{
    /// <summary>The cluster's partitions.</summary>
    Task<ImmutableArray<SlurmQueue>> PartitionsAsync(CancellationToken cancellationToken);

    /// <summary>The cluster's nodes.</summary>
    Task<ImmutableArray<SlurmNode>> NodesAsync(CancellationToken cancellationToken);

    /// <summary>The jobs of this user that Slurm still tells of, those that are over included. Others may be among them.</summary>
    Task<ImmutableArray<SlurmJob>> JobsAsync(CancellationToken cancellationToken);

    /// <summary>The jobs that wait in a partition, everybody's, the next one first.</summary>
    Task<ImmutableArray<long>> WaitingAsync(string partition, CancellationToken cancellationToken);

    /// <summary>A job that Slurm has forgotten, from its accounts; null when there are none or it is not in them.</summary>
    Task<SlurmJob?> AccountedAsync(long job, CancellationToken cancellationToken);

    /// <summary>Puts a job into the queue and gives its number.</summary>
    /// <exception cref="SlurmRefusalException">Slurm does not want such a job.</exception>
    Task<long> SubmitAsync(JobRequest request, CancellationToken cancellationToken);

    /// <summary>Cancels a job. One that is over, or never was, is a success.</summary>
    Task CancelAsync(long job, CancellationToken cancellationToken);
}
