namespace Haggle.Providers.Slurm;

/// <summary>A fault in talking to a cluster's Slurm: what was asked may or may not have happened.</summary>
/// <param name="message">What happened, for people; never a secret.</param>
/// <param name="isTransient">Whether asking again later makes sense.</param>
/// <param name="inner">The cause.</param>
internal sealed class SlurmException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether asking again later makes sense.</summary>
    public bool IsTransient { get; } = isTransient;
}
