using System.Buffers.Binary;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Store;

/// <summary>
/// Puts a catalogue together: rows in any order in, a file out that is the same to the byte for the same rows. Of each offer the newest price holds today,
/// the others become its history; what a source tells twice for the same instant is kept once, at the lower price. Not thread-safe.
/// </summary>
public sealed class MarketBuilder
{
    /// <summary>A month of 730 hours.</summary>
    private const long HoursPerMonth = 730;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _strings = [];
    private readonly Dictionary<(int Provider, int Region, int InstanceType), InterruptionBand> _bands = [];
    private byte[] _rows;

    public MarketBuilder()
        : this(1024)
    {
    }

    /// <summary>A builder with room for so many rows; it takes more.</summary>
    internal MarketBuilder(long rows) => _rows = new byte[Math.Max(1, rows) * RowLayout.Size];

    /// <summary>How many rows were added.</summary>
    public int Count { get; private set; }

    /// <summary>How many of the rows that were written out told again what another one of the same source and instant did.</summary>
    public int Repeated { get; private set; }

    /// <summary>Adds a price.</summary>
    /// <exception cref="ArgumentException">The row says what no price can.</exception>
    public void Add(PricedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Price < Money.Zero || (row.Price == Money.Zero && row.Purchase is not Purchase.FreeTier)) throw new ArgumentException("a price is more than zero", nameof(row));
        var hourly = row.Unit == PriceUnit.Month ? (row.Price.NanoUsd + (HoursPerMonth / 2)) / HoursPerMonth : row.Price.NanoUsd;
        var at = NextRow();
        Set(at + RowLayout.Price, row.Price.NanoUsd);
        Set(at + RowLayout.Hourly, hourly);
        Set(at + RowLayout.Provider, Id(row.Provider));
        Set(at + RowLayout.Region, Id(row.Region));
        Set(at + RowLayout.Zone, Id(row.Zone));
        Set(at + RowLayout.InstanceType, Id(row.InstanceType));
        Set(at + RowLayout.Accelerator, Id(row.Accelerator?.Name ?? ""));
        Set(at + RowLayout.Source, Id(row.Source));
        var asOf = (int)(row.AsOf.ToUnixTimeSeconds() / 60);
        Set(at + RowLayout.AsOf, asOf);
        Set(at + RowLayout.FirstSeen, asOf);
        Set(at + RowLayout.LastSeen, asOf);
        Set(at + RowLayout.CountMilli, row.Accelerator is null ? 0 : (int)Math.Round(row.AcceleratorCount * 1000));
        Set(at + RowLayout.AcceleratorMemoryMib, row.Accelerator is null ? 0 : (int)(row.Accelerator.MemoryGb.Value * 1024));
        Set(at + RowLayout.VcpusMilli, (int)Math.Round(row.Vcpus * 1000));
        Set(at + RowLayout.MemoryMib, checked((int)row.Memory.Mib));
        Set(at + RowLayout.LocalDiskGib, checked((int)(row.LocalDisk.Mib / 1024)));
        SetBytes(at, row);
        BinaryPrimitives.WriteUInt64LittleEndian(_rows.AsSpan(at + RowLayout.Key), OfferKeys.Hash(row.Provider, row.Region, row.Zone, row.InstanceType, row.Purchase, row.Payment));
    }

    /// <summary>Notes how often the spot machines of a type in a region are taken back; holds for rows added before and after.</summary>
    public void SetInterruption(string provider, string region, string instanceType, InterruptionBand band) => _bands[(Id(provider), Id(region), Id(instanceType))] = band;

    /// <summary>Adds everything out of another catalogue.</summary>
    public void Add(MarketFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Add(file, static (_, _) => true);
    }

    /// <summary>Adds what a treatment leaves of another catalogue.</summary>
    internal void Add(MarketFile file, RowTreatment treatment)
    {
        file.Verify();
        file.EachRow(withHistory: true, row => Copy(file, row, treatment));
    }

    /// <summary>The interruption bands that were noted.</summary>
    internal IEnumerable<(string Provider, string Region, string InstanceType, InterruptionBand Band)> Bands =>
        _bands.Select(each => (_strings[each.Key.Provider], _strings[each.Key.Region], _strings[each.Key.InstanceType], each.Value));

    /// <summary>The whole file.</summary>
    /// <param name="builtAt">The instant that it says it was put together.</param>
    public byte[] ToBytes(DateTimeOffset builtAt) => ToBytes(builtAt, withEstimates: true);

    /// <summary>The whole file; without estimates where it is a part of another one, which makes its own.</summary>
    internal byte[] ToBytes(DateTimeOffset builtAt, bool withEstimates)
    {
        WriteBands();
        if (withEstimates) AddEstimates();
        var order = new RowOrder(_rows, Count);
        Repeated = order.SettleKeys(_strings);
        return new MarketWriting(_rows, order, _strings).ToBytes(builtAt);
    }

    private void WriteBands()
    {
        for (var at = 0; _bands.Count > 0 && at < Count * RowLayout.Size; at += RowLayout.Size)
        {
            if (_rows[at + RowLayout.Purchase] != (byte)Purchase.Spot) continue;
            if (_bands.TryGetValue((Get(at + RowLayout.Provider), Get(at + RowLayout.Region), Get(at + RowLayout.InstanceType)), out var band)) _rows[at + RowLayout.Interruption] = (byte)band;
        }
    }

    // What managed products let the same machines for, by their surcharge, where no price of theirs is known.
    private void AddEstimates()
    {
        var estimates = new ManagedEstimates(_rows.AsMemory(0, Count * RowLayout.Size), _strings);
        foreach (var estimate in estimates.Rows())
        {
            var at = NextRow();
            _rows.AsSpan(estimate.From, RowLayout.Size).CopyTo(_rows.AsSpan(at));
            Set(at + RowLayout.Price, estimate.NanoUsd);
            Set(at + RowLayout.Hourly, estimate.NanoUsd);
            Set(at + RowLayout.Provider, Id(estimate.Provider));
            Set(at + RowLayout.InstanceType, Id(estimate.InstanceType));
            Set(at + RowLayout.Source, Id(estimate.Source));
            _rows[at + RowLayout.Purchase] = (byte)Purchase.Managed;
            _rows[at + RowLayout.Flags] = RowLayout.EstimatedFlag;
            BinaryPrimitives.WriteUInt64LittleEndian(_rows.AsSpan(at + RowLayout.Key), estimate.Key);
        }
    }

    private int Get(int at) => BinaryPrimitives.ReadInt32LittleEndian(_rows.AsSpan(at));

    private void Copy(MarketFile file, Span<byte> row, RowTreatment treatment)
    {
        if ((row[RowLayout.Flags] & RowLayout.EstimatedFlag) != 0 || !treatment(file, row)) return;
        var at = NextRow();
        row.CopyTo(_rows.AsSpan(at));
        ref var flags = ref _rows[at + RowLayout.Flags];
        flags = (flags & RowLayout.HistoryFlag) != 0 ? unchecked((byte)(flags & ~RowLayout.HistoryFlag)) : (byte)(flags | RowLayout.DisplacedFlag);
        for (var field = RowLayout.Provider; field <= RowLayout.Source; field += 4)
            Set(at + field, Id(file.String(BinaryPrimitives.ReadInt32LittleEndian(row[field..]))));
    }

    private void SetBytes(int at, PricedRow row)
    {
        _rows[at + RowLayout.Purchase] = (byte)row.Purchase;
        _rows[at + RowLayout.Payment] = (byte)row.Payment;
        _rows[at + RowLayout.Unit] = (byte)row.Unit;
        _rows[at + RowLayout.Architecture] = (byte)row.Architecture;
        _rows[at + RowLayout.Interruption] = (byte)row.Interruption;
        _rows[at + RowLayout.Host] = (byte)row.Host;
        _rows[at + RowLayout.Flags] = (byte)((row.IsClosed ? RowLayout.ClosedFlag : 0) | (row.IsPast ? RowLayout.PastFlag : 0) | row.Available switch { true => RowLayout.AvailableFlag, false => RowLayout.UnavailableFlag, null => 0 });
        var reliability = row.Reliability is { } share ? (ushort)(Math.Round(Math.Clamp(share, 0, 1) * RowLayout.ReliabilitySteps) + 1) : (ushort)0;
        BinaryPrimitives.WriteUInt16LittleEndian(_rows.AsSpan(at + RowLayout.Reliability), reliability);
        BinaryPrimitives.WriteUInt16LittleEndian(_rows.AsSpan(at + RowLayout.CudaTenths), (ushort)row.CudaTenths);
    }

    private int NextRow()
    {
        var at = Count * RowLayout.Size;
        if (at == _rows.Length) Array.Resize(ref _rows, checked(_rows.Length * 2));
        Count++;
        return at;
    }

    private int Id(string text)
    {
        if (_ids.TryGetValue(text, out var known)) return known;
        _ids.Add(text, _strings.Count);
        _strings.Add(text);
        return _strings.Count - 1;
    }

    private void Set(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_rows.AsSpan(at), value);

    private void Set(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(_rows.AsSpan(at), value);
}
