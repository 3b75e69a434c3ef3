namespace Haggle.Machines;

/// <summary>The most that one machine may use.</summary>
/// <param name="MemoryBytes">Its memory; null for no limit.</param>
/// <param name="Cpus">The number of its CPUs; null for all.</param>
internal sealed record MachineBounds(long? MemoryBytes, int? Cpus);
