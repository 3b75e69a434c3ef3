using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Store;

/// <summary>One dated price as an importer hands it over: everything known about the offer, in the product's own units and names.</summary>
public sealed record PricedRow
{
    public required string Provider { get; init; }

    public string Region { get; init; } = "";

    public string Zone { get; init; } = "";

    public required string InstanceType { get; init; }

    /// <summary>Null for a machine without one.</summary>
    public AcceleratorModel? Accelerator { get; init; }

    public double AcceleratorCount { get; init; }

    public double Vcpus { get; init; }

    public Gib Memory { get; init; }

    public Gib LocalDisk { get; init; }

    public required Purchase Purchase { get; init; }

    public ReservedPayment Payment { get; init; }

    public PriceUnit Unit { get; init; }

    /// <summary>The price in that unit, of a whole machine; more than zero except for a free tier.</summary>
    public required Money Price { get; init; }

    public CpuArchitecture Architecture { get; init; }

    public InterruptionBand Interruption { get; init; }

    public double? Reliability { get; init; }

    public HostKind Host { get; init; }

    /// <summary>Ten times the version, 128 for 12.8; 0 when nobody says.</summary>
    public int CudaTenths { get; init; }

    public bool? Available { get; init; }

    public bool IsClosed { get; init; }

    /// <summary>Whether the source tells it as history: no offer of today, however new it is.</summary>
    public bool IsPast { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset AsOf { get; init; }
}
