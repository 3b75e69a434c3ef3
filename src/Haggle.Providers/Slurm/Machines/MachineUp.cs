namespace Haggle.Providers.Slurm.Machines;

/// <summary>The file <c>up.json</c>: since when the machine is billed and where it is, written by whoever saw it first and never changed.</summary>
/// <param name="From">The start of its job by Slurm's word.</param>
/// <param name="Address">Its address as its peers see it; "" when that was not known yet.</param>
internal sealed record MachineUp(DateTimeOffset From, string Address);
