using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Questions;

/// <summary>An offer that was found, unpacked.</summary>
public sealed record FoundOffer
{
    public required string Key { get; init; }

    public required ulong KeyHash { get; init; }

    public required string Provider { get; init; }

    public required string Region { get; init; }

    public required string Zone { get; init; }

    /// <summary>The country that its region is in; null when nobody says. Looked up when asked for.</summary>
    public Country? Country => BuiltIn.Regions.CountryOf(Provider, Region);

    public required string InstanceType { get; init; }

    /// <summary>Null for a machine without accelerator.</summary>
    public AcceleratorModel? Accelerator { get; init; }

    public double Count { get; init; }

    public double Vcpus { get; init; }

    public double MemoryGib { get; init; }

    public int LocalDiskGib { get; init; }

    public Purchase Purchase { get; init; }

    public ReservedPayment Payment { get; init; }

    public PriceUnit Unit { get; init; }

    /// <summary>In the source's unit, exact.</summary>
    public long PriceNanoUsd { get; init; }

    public long HourlyNanoUsd { get; init; }

    /// <summary>The same machine, bought on demand; null when no price is known.</summary>
    public long? OnDemandNanoUsd { get; set; }

    /// <summary>The same machine as spot; null when no price is known.</summary>
    public long? SpotNanoUsd { get; set; }

    public CpuArchitecture Architecture { get; init; }

    public InterruptionBand Interruption { get; init; }

    public double? Reliability { get; init; }

    public HostKind Host { get; init; }

    public int CudaTenths { get; init; }

    public bool? Available { get; init; }

    public bool IsClosed { get; init; }

    public bool IsHistory { get; init; }

    /// <summary>Whether Haggle computed the price from another one.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Whether its source could not be read, or was not believed, when it was asked last: the price is the last one known.</summary>
    public bool IsStale { get; init; }

    public required string Source { get; init; }

    public DateTimeOffset AsOf { get; init; }

    public DateTimeOffset FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    /// <summary>What the order goes by; infinite when a figure for it is missing.</summary>
    public double Rank { get; init; }

    internal static FoundOffer Of(MarketFile file, MarketRow row, AcceleratorModel? model, double rank) => new()
    {
        Key = file.Key(row),
        KeyHash = row.Key,
        Provider = file.String(row.Provider),
        Region = file.String(row.Region),
        Zone = file.String(row.Zone),
        InstanceType = file.String(row.InstanceType),
        Accelerator = model,
        Count = row.Count,
        Vcpus = row.Vcpus,
        MemoryGib = row.MemoryMib / 1024.0,
        LocalDiskGib = row.LocalDiskGib,
        Purchase = row.Purchase,
        Payment = row.Payment,
        Unit = row.Unit,
        PriceNanoUsd = row.PriceNanoUsd,
        HourlyNanoUsd = row.HourlyNanoUsd,
        Architecture = row.Architecture,
        Interruption = row.Interruption,
        Reliability = row.Reliability,
        Host = row.Host,
        CudaTenths = row.CudaTenths,
        Available = row.Available,
        IsClosed = row.IsClosed,
        IsHistory = row.IsHistory,
        IsEstimated = row.IsEstimated,
        IsStale = row.IsStale,
        Source = file.String(row.Source),
        AsOf = row.AsOf,
        FirstSeen = row.FirstSeen,
        LastSeen = row.LastSeen,
        Rank = rank,
    };
}
