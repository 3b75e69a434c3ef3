using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>What a machine of a cloud is made of.</summary>
public sealed record MachineKind
{
    public required string InstanceType { get; init; }

    public AcceleratorModel? Accelerator { get; init; }

    public double AcceleratorCount { get; init; }

    public double Vcpus { get; init; }

    public Gib Memory { get; init; }

    public Gib LocalDisk { get; init; }

    public CpuArchitecture Architecture { get; init; }
}
