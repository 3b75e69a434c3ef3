using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haggle.Catalog.Store;

/// <summary>
/// A catalogue, open for questions: header, strings and index are in memory, rows are read when they are asked for. Everything read is verified first.
/// Thread-safe. The file may be replaced meanwhile: what is open stays whole.
/// </summary>
public sealed class MarketFile : IDisposable
{
    /// <summary>So many rows are looked at together: a quarter of a megabyte.</summary>
    private const int ChunkRows = 2700;

    private readonly SafeFileHandle? _file;
    private readonly byte[]? _bytes;
    private readonly byte[] _head;
    private readonly string?[] _strings;
    private readonly int _indexAt;
    private readonly int _rowsAt;
    private readonly string _name;

    private MarketFile(string name, SafeFileHandle? file, byte[]? bytes)
    {
        _name = name;
        _file = file;
        _bytes = bytes;
        var header = Read(0, MarketFormat.HeaderSize);
        if (!header.AsSpan(0, 8).SequenceEqual(MarketFormat.Magic)) throw Damaged("it does not begin like a catalogue");
        if (Int(header, MarketFormat.Version) != RowLayout.Version || Int(header, MarketFormat.RowSize) != RowLayout.Size) throw Damaged("another version of haggle wrote it");
        if (Checksum.Of(header.AsSpan(0, MarketFormat.HeaderChecksum)) != (uint)Int(header, MarketFormat.HeaderChecksum)) throw Damaged("its header is not as it was written");
        RowCount = Long(header, MarketFormat.RowCount);
        BuiltAt = DateTimeOffset.FromUnixTimeSeconds(Long(header, MarketFormat.BuiltAt));
        var strings = Int(header, MarketFormat.StringCount);
        var stringBytes = Int(header, MarketFormat.StringBytes);
        Blocks = Int(header, MarketFormat.IndexCount);
        var headSize = MarketFormat.HeadSize(strings, stringBytes, Blocks);
        _rowsAt = MarketFormat.HeaderSize + headSize;
        if (Length != _rowsAt + (RowCount * RowLayout.Size)) throw Damaged("it is longer or shorter than its header says");
        _head = Read(MarketFormat.HeaderSize, headSize);
        if (Checksum.Of(_head) != (uint)Int(header, MarketFormat.HeadChecksum)) throw Damaged("its index is not as it was written");
        _strings = new string?[strings];
        _indexAt = headSize - (MarketFormat.IndexEntrySize * Blocks);
    }

    /// <summary>How many prices it holds, today's and earlier ones.</summary>
    public long RowCount { get; }

    /// <summary>When it was put together.</summary>
    public DateTimeOffset BuiltAt { get; }

    /// <summary>How many accelerators it knows; machines without one count as one more.</summary>
    public int Blocks { get; }

    /// <summary>How many strings it has; their numbers are below.</summary>
    public int StringCount => _strings.Length;

    private long Length => _bytes?.LongLength ?? RandomAccess.GetLength(_file!);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is not a whole catalogue of this version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MarketFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            return new MarketFile(path, file, null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a builder put together in memory.</summary>
    public static MarketFile Open(string name, byte[] bytes) => new(name, null, bytes);

    /// <summary>The canonical name of a block's accelerator; "" for machines without one.</summary>
    public string Accelerator(int block) => String(Entry(block, MarketFormat.EntryAccelerator));

    /// <summary>How many rows of a block hold today, or did before.</summary>
    public int Count(int block, bool history) => Entry(block, history ? MarketFormat.EntryHistory : MarketFormat.EntryCurrent);

    /// <summary>The rows of a block, verified; each has <see cref="RowSize"/> bytes.</summary>
    /// <exception cref="InvalidDataException">They are not as they were written.</exception>
    public byte[] Rows(int block, bool history)
    {
        var first = Long(_head, _indexAt + (block * MarketFormat.IndexEntrySize) + MarketFormat.EntryFirstRow) + (history ? Count(block, false) : 0);
        var rows = Read(_rowsAt + (first * RowLayout.Size), Count(block, history) * RowLayout.Size);
        if (Checksum.Of(rows) != (uint)Entry(block, history ? MarketFormat.EntryHistoryChecksum : MarketFormat.EntryCurrentChecksum)) throw Damaged($"the rows of {Accelerator(block)} are not as they were written");
        return rows;
    }

    /// <summary>How many bytes a row has.</summary>
    public static int RowSize => RowLayout.Size;

    /// <summary>A row of a block.</summary>
    public static MarketRow Row(byte[] rows, int index) => new(rows.AsSpan(index * RowLayout.Size, RowLayout.Size));

    /// <summary>A string by its number.</summary>
    public string String(int id)
    {
        if (_strings[id] is { } known) return known;
        var from = Int(_head, 4 * id);
        var to = Int(_head, 4 * (id + 1));
        return _strings[id] = Encoding.UTF8.GetString(_head, (4 * (_strings.Length + 1)) + from, to - from);
    }

    /// <summary>The lasting name of a row's offer.</summary>
    public string Key(MarketRow row) =>
        OfferKeys.Text(String(row.Provider), String(row.Region), String(row.Zone), String(row.InstanceType), row.Purchase, row.Payment);

    /// <summary>Reads every row once, to see that all are whole.</summary>
    /// <exception cref="InvalidDataException">Some are not.</exception>
    public void Verify()
    {
        var buffer = new byte[Math.Min(ChunkRows, Math.Max(1, RowCount)) * RowLayout.Size];
        for (var block = 0; block < Blocks; block++)
            foreach (var history in (ReadOnlySpan<bool>)[false, true])
            {
                var check = new Checksum();
                Chunks(block, history, buffer, rows => check.Add(rows));
                if (check.Value != (uint)Entry(block, history ? MarketFormat.EntryHistoryChecksum : MarketFormat.EntryCurrentChecksum)) throw Damaged($"the rows of {Accelerator(block)} are not as they were written");
            }
    }

    /// <summary>
    /// Goes through all rows, or those of today, piece by piece: a whole catalogue of hundreds of thousands takes no more memory than a small one. They are
    /// not verified on the way: <see cref="Verify"/> does it first.
    /// </summary>
    internal void EachRow(bool withHistory, RowVisit visit)
    {
        var buffer = new byte[Math.Min(ChunkRows, Math.Max(1, RowCount)) * RowLayout.Size];
        for (var block = 0; block < Blocks; block++)
        {
            Chunks(block, false, buffer, Visit);
            if (withHistory) Chunks(block, true, buffer, Visit);
        }

        void Visit(Span<byte> rows)
        {
            for (; rows.Length > 0; rows = rows[RowLayout.Size..]) visit(rows[..RowLayout.Size]);
        }
    }

    private void Chunks(int block, bool history, byte[] buffer, RowVisit visit)
    {
        var first = Long(_head, _indexAt + (block * MarketFormat.IndexEntrySize) + MarketFormat.EntryFirstRow) + (history ? Count(block, false) : 0);
        for (var rest = (long)Count(block, history); rest > 0;)
        {
            var rows = (int)Math.Min(rest, buffer.Length / RowLayout.Size);
            var piece = buffer.AsSpan(0, rows * RowLayout.Size);
            Read(_rowsAt + (first * RowLayout.Size), piece);
            visit(piece);
            (first, rest) = (first + rows, rest - rows);
        }
    }

    public void Dispose() => _file?.Dispose();

    private int Entry(int block, int field) => Int(_head, _indexAt + (block * MarketFormat.IndexEntrySize) + field);

    private byte[] Read(long at, int length)
    {
        if (length is < 0 or > MarketFormat.Most || at < 0) throw Damaged("its header makes no sense");
        var bytes = new byte[length];
        Read(at, bytes);
        return bytes;
    }

    private void Read(long at, Span<byte> bytes)
    {
        if (_bytes is not null)
        {
            if (at < 0 || at + bytes.Length > _bytes.LongLength) throw Damaged("it is shorter than a catalogue");
            _bytes.AsSpan((int)at, bytes.Length).CopyTo(bytes);
            return;
        }

        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(_file!, bytes[read..], at + read);
            if (more == 0) throw Damaged("it is shorter than a catalogue");
            read += more;
        }
    }

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private InvalidDataException Damaged(string how) => new($"the catalogue {_name} is damaged: {how}");
}
