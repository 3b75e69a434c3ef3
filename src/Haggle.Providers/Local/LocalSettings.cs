using Haggle.Core.Units;

namespace Haggle.Providers.Local;

/// <summary>The price sheet and the limits of this machine, from the configuration.</summary>
public sealed record LocalSettings
{
    /// <summary>What an hour of a machine here costs; free of charge by default (the electricity is paid anyway).</summary>
    public HourlyRate Rate { get; init; } = HourlyRate.Free;

    /// <summary>The name in the offer's key; the host's own by default.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The most memory that one machine may use; null for no limit. docs/providers/local.md says how it is enforced.</summary>
    public Gib? MemoryLimit { get; init; }

    /// <summary>The number of CPUs that one machine may use; null for all.</summary>
    public int? CpuLimit { get; init; }
}
