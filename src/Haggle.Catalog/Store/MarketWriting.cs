using System.Buffers.Binary;
using System.Text;

namespace Haggle.Catalog.Store;

/// <summary>Writes a catalogue's bytes.</summary>
internal sealed class MarketWriting(byte[] rows, RowOrder order, List<string> strings)
{
    public byte[] ToBytes(DateTimeOffset builtAt)
    {
        var (sorted, ranks) = SortedStrings();
        order.SortForFile(ranks);
        var blocks = Blocks();
        var stringBytes = 0;
        foreach (var text in sorted) stringBytes += Encoding.UTF8.GetByteCount(text);
        var headSize = MarketFormat.HeadSize(sorted.Length, stringBytes, blocks.Count);
        var file = new byte[checked(MarketFormat.HeaderSize + headSize + (order.Kept.Length * RowLayout.Size))];
        WriteStrings(file.AsSpan(MarketFormat.HeaderSize), sorted);
        WriteRows(file.AsSpan(MarketFormat.HeaderSize + headSize), ranks);
        WriteIndex(file.AsSpan(MarketFormat.HeaderSize + headSize - (blocks.Count * MarketFormat.IndexEntrySize)), blocks, ranks);
        WriteHeader(file, builtAt, sorted.Length, stringBytes, blocks.Count, headSize);
        return file;
    }

    // Only the strings that are used, in order: the same rows give the same file whatever was imported before.
    private (string[] Sorted, int[] Ranks) SortedStrings()
    {
        var used = new bool[strings.Count];
        foreach (var row in order.Kept)
            for (var field = RowLayout.Provider; field <= RowLayout.Source; field += 4) used[order.Int(row, field)] = true;
        var sorted = new string[used.AsSpan().Count(true)];
        var ids = new int[sorted.Length];
        for (int id = 0, next = 0; id < used.Length; id++)
        {
            if (!used[id]) continue;
            sorted[next] = strings[id];
            ids[next++] = id;
        }

        Array.Sort(sorted, ids, StringComparer.Ordinal);
        var ranks = new int[strings.Count];
        for (var rank = 0; rank < ids.Length; rank++) ranks[ids[rank]] = rank;
        return (sorted, ranks);
    }

    private List<(int Accelerator, int First, int Current, int History)> Blocks()
    {
        var blocks = new List<(int Accelerator, int First, int Current, int History)>();
        for (var i = 0; i < order.Kept.Length; i++)
        {
            var accelerator = order.Int(order.Kept[i], RowLayout.Accelerator);
            if (blocks.Count == 0 || blocks[^1].Accelerator != accelerator) blocks.Add((accelerator, i, 0, 0));
            var block = blocks[^1];
            blocks[^1] = order.IsHistory(order.Kept[i]) ? block with { History = block.History + 1 } : block with { Current = block.Current + 1 };
        }

        return blocks;
    }

    private static void WriteStrings(Span<byte> to, string[] sorted)
    {
        var bytes = to[(4 * (sorted.Length + 1))..];
        var at = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to[(4 * i)..], at);
            at += Encoding.UTF8.GetBytes(sorted[i], bytes[at..]);
        }

        BinaryPrimitives.WriteInt32LittleEndian(to[(4 * sorted.Length)..], at);
    }

    private void WriteRows(Span<byte> to, int[] ranks)
    {
        foreach (var row in order.Kept)
        {
            rows.AsSpan(row * RowLayout.Size, RowLayout.Size).CopyTo(to);
            for (var field = RowLayout.Provider; field <= RowLayout.Source; field += 4)
                BinaryPrimitives.WriteInt32LittleEndian(to[field..], ranks[order.Int(row, field)]);
            to = to[RowLayout.Size..];
        }
    }

    private static void WriteIndex(Span<byte> to, List<(int Accelerator, int First, int Current, int History)> blocks, int[] ranks)
    {
        var written = to[(blocks.Count * MarketFormat.IndexEntrySize)..];
        foreach (var block in blocks)
        {
            var current = written.Slice(block.First * RowLayout.Size, block.Current * RowLayout.Size);
            var history = written.Slice((block.First + block.Current) * RowLayout.Size, block.History * RowLayout.Size);
            BinaryPrimitives.WriteInt32LittleEndian(to[MarketFormat.EntryAccelerator..], ranks[block.Accelerator]);
            BinaryPrimitives.WriteInt32LittleEndian(to[MarketFormat.EntryCurrent..], block.Current);
            BinaryPrimitives.WriteInt32LittleEndian(to[MarketFormat.EntryHistory..], block.History);
            BinaryPrimitives.WriteUInt32LittleEndian(to[MarketFormat.EntryCurrentChecksum..], Checksum.Of(current));
            BinaryPrimitives.WriteUInt32LittleEndian(to[MarketFormat.EntryHistoryChecksum..], Checksum.Of(history));
            BinaryPrimitives.WriteInt64LittleEndian(to[MarketFormat.EntryFirstRow..], block.First);
            to = to[MarketFormat.IndexEntrySize..];
        }
    }

    private void WriteHeader(Span<byte> file, DateTimeOffset builtAt, int stringCount, int stringBytes, int blocks, int headSize)
    {
        MarketFormat.Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[MarketFormat.Version..], RowLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(file[MarketFormat.RowSize..], RowLayout.Size);
        BinaryPrimitives.WriteInt64LittleEndian(file[MarketFormat.RowCount..], order.Kept.Length);
        BinaryPrimitives.WriteInt64LittleEndian(file[MarketFormat.BuiltAt..], builtAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32LittleEndian(file[MarketFormat.StringCount..], stringCount);
        BinaryPrimitives.WriteInt32LittleEndian(file[MarketFormat.StringBytes..], stringBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file[MarketFormat.IndexCount..], blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(file[MarketFormat.HeadChecksum..], Checksum.Of(file.Slice(MarketFormat.HeaderSize, headSize)));
        BinaryPrimitives.WriteUInt32LittleEndian(file[MarketFormat.HeaderChecksum..], Checksum.Of(file[..MarketFormat.HeaderChecksum]));
    }
}
