namespace Haggle.Providers.Slurm;

/// <summary>Slurm took a job for what it was and does not want it: account, limit, partition. Asking again changes nothing.</summary>
/// <param name="message">Slurm's words.</param>
internal sealed class SlurmRefusalException(string message) : Exception(message);
