using System.Buffers.Binary;
using Haggle.Core.Market;

namespace Haggle.Catalog.Store;

/// <summary>
/// A row of the catalogue where it lies, unpacked field by field: a question looks at three fields of most rows. Read by hand, because a generic cast over
/// a type of our own is in no precompiled image, and the first question would wait for the compiler.
/// </summary>
public readonly ref struct MarketRow(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Nano-dollars per hour of a whole machine.</summary>
    public long HourlyNanoUsd => Long(RowLayout.Hourly);

    /// <summary>Nano-dollars in the source's unit.</summary>
    public long PriceNanoUsd => Long(RowLayout.Price);

    public int Provider => Int(RowLayout.Provider);

    public int Region => Int(RowLayout.Region);

    public int Zone => Int(RowLayout.Zone);

    public int InstanceType => Int(RowLayout.InstanceType);

    public int Accelerator => Int(RowLayout.Accelerator);

    public int Source => Int(RowLayout.Source);

    public DateTimeOffset AsOf => Instant(RowLayout.AsOf);

    public DateTimeOffset FirstSeen => Instant(RowLayout.FirstSeen);

    public DateTimeOffset LastSeen => Instant(RowLayout.LastSeen);

    public int CountMilli => Int(RowLayout.CountMilli);

    public double Count => CountMilli / 1000.0;

    public int AcceleratorMemoryMib => Int(RowLayout.AcceleratorMemoryMib);

    public double Vcpus => Int(RowLayout.VcpusMilli) / 1000.0;

    public int MemoryMib => Int(RowLayout.MemoryMib);

    public int LocalDiskGib => Int(RowLayout.LocalDiskGib);

    public Purchase Purchase => (Purchase)_bytes[RowLayout.Purchase];

    public ReservedPayment Payment => (ReservedPayment)_bytes[RowLayout.Payment];

    public PriceUnit Unit => (PriceUnit)_bytes[RowLayout.Unit];

    public CpuArchitecture Architecture => (CpuArchitecture)_bytes[RowLayout.Architecture];

    public InterruptionBand Interruption => (InterruptionBand)_bytes[RowLayout.Interruption];

    public HostKind Host => (HostKind)_bytes[RowLayout.Host];

    public bool IsHistory => (_bytes[RowLayout.Flags] & RowLayout.HistoryFlag) != 0;

    public bool IsClosed => (_bytes[RowLayout.Flags] & RowLayout.ClosedFlag) != 0;

    /// <summary>Whether the source tells it as history.</summary>
    public bool IsPast => (_bytes[RowLayout.Flags] & RowLayout.PastFlag) != 0;

    /// <summary>Whether Haggle computed the price from another one.</summary>
    public bool IsEstimated => (_bytes[RowLayout.Flags] & RowLayout.EstimatedFlag) != 0;

    /// <summary>Whether its live source could not be asked the last time, so that this is the last price known.</summary>
    public bool IsStale => (_bytes[RowLayout.Flags] & RowLayout.StaleFlag) != 0;

    public bool? Available => (_bytes[RowLayout.Flags] & (RowLayout.AvailableFlag | RowLayout.UnavailableFlag)) switch
    {
        RowLayout.AvailableFlag => true,
        RowLayout.UnavailableFlag => false,
        _ => null,
    };

    /// <summary>0 to 1; null when nobody says.</summary>
    public double? Reliability => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[RowLayout.Reliability..]) is > 0 and var kept ? (kept - 1) / RowLayout.ReliabilitySteps : null;

    public int CudaTenths => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[RowLayout.CudaTenths..]);

    /// <summary>The hash of the offer's key.</summary>
    public ulong Key => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[RowLayout.Key..]);

    private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);

    private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]);

    private DateTimeOffset Instant(int at) => DateTimeOffset.FromUnixTimeSeconds(60L * Int(at));
}
