namespace Haggle.Providers.Slurm.Machines;

/// <summary>The file <c>gone.json</c>: Slurm's last word, kept because Slurm forgets its jobs. Written by whoever heard it first and never changed.</summary>
/// <param name="From">The start of its bill; null when it never started.</param>
/// <param name="To">The end of its bill; null when it never started.</param>
/// <param name="Reclaimed">Whether the cluster took it back.</param>
/// <param name="State">Slurm's word for how the job ended.</param>
/// <param name="At">When that was heard.</param>
internal sealed record MachineGone(DateTimeOffset? From, DateTimeOffset? To, bool Reclaimed, string State, DateTimeOffset At);
