using System.Buffers.Binary;

namespace Haggle.Catalog.Store;

/// <summary>Which rows of a builder go into a file, which of them are history, and in what order.</summary>
internal sealed class RowOrder(byte[] rows, int count)
{
    /// <summary>The rows that are written, by number; in the order of the file after <see cref="SortForFile"/>.</summary>
    public int[] Kept { get; private set; } = [];

    /// <summary>Decides for each offer which price holds today. Returns how many rows told again what others did.</summary>
    public int SettleKeys(List<string> strings)
    {
        // Arrays of primitive types: the library sorts those a good deal faster than through a comparer.
        var keys = new ulong[count];
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt64LittleEndian(rows.AsSpan((i * RowLayout.Size) + RowLayout.Key));
            order[i] = i;
        }

        Array.Sort(keys, order);
        var kept = new int[count];
        var length = 0;
        for (int from = 0, to; from < count; from = to)
        {
            for (to = from + 1; to < count && keys[to] == keys[from]; to++) { }
            if (to - from > 1) order.AsSpan(from, to - from).Sort((left, right) => NewestFirst(left, right, strings));
            length = Settle(order.AsSpan(from, to - from), kept, length);
        }

        Kept = kept[..length];
        return count - length;
    }

    /// <summary>By accelerator, today's before history, then count, hourly price and key.</summary>
    /// <param name="ranks">The place of each string in the file.</param>
    public void SortForFile(int[] ranks) => Array.Sort(Kept, (left, right) =>
    {
        var byAccelerator = ranks[Int(left, RowLayout.Accelerator)].CompareTo(ranks[Int(right, RowLayout.Accelerator)]);
        if (byAccelerator != 0) return byAccelerator;
        var byAge = IsHistory(left).CompareTo(IsHistory(right));
        if (byAge != 0) return byAge;
        var byCount = Int(left, RowLayout.CountMilli).CompareTo(Int(right, RowLayout.CountMilli));
        if (byCount != 0) return byCount;
        var byPrice = Hourly(left).CompareTo(Hourly(right));
        if (byPrice != 0) return byPrice;
        var byKey = Key(left).CompareTo(Key(right));
        return byKey != 0 ? byKey : -Int(left, RowLayout.AsOf).CompareTo(Int(right, RowLayout.AsOf));
    });

    public bool IsHistory(int row) => (rows[(row * RowLayout.Size) + RowLayout.Flags] & RowLayout.HistoryFlag) != 0;

    public int Int(int row, int field) => BinaryPrimitives.ReadInt32LittleEndian(rows.AsSpan((row * RowLayout.Size) + field));

    private int Settle(Span<int> offer, int[] kept, int length)
    {
        var first = Int(offer[^1], RowLayout.FirstSeen);
        var last = Int(offer[0], RowLayout.LastSeen);
        foreach (var row in offer)
        {
            first = Math.Min(first, Int(row, RowLayout.FirstSeen));
            last = Math.Max(last, Int(row, RowLayout.LastSeen));
        }

        for (var i = 0; i < offer.Length; i++)
        {
            // What one source says twice of an instant is said once; they are sorted so that the cheaper comes first.
            if (i > 0 && Int(offer[i], RowLayout.AsOf) == Int(offer[i - 1], RowLayout.AsOf) && Int(offer[i], RowLayout.Source) == Int(offer[i - 1], RowLayout.Source)) continue;
            var at = offer[i] * RowLayout.Size;
            if (i > 0 && i + 1 < offer.Length && (rows[at + RowLayout.Flags] & RowLayout.DisplacedFlag) != 0 && IsStill(offer[i], offer[i + 1])) continue;
            rows[at + RowLayout.Flags] &= unchecked((byte)~RowLayout.DisplacedFlag);
            if (i > 0 || (rows[at + RowLayout.Flags] & RowLayout.PastFlag) != 0) rows[at + RowLayout.Flags] |= RowLayout.HistoryFlag;
            BinaryPrimitives.WriteInt32LittleEndian(rows.AsSpan(at + RowLayout.FirstSeen), first);
            BinaryPrimitives.WriteInt32LittleEndian(rows.AsSpan(at + RowLayout.LastSeen), last);
            kept[length++] = offer[i];
        }

        return length;
    }

    // What an update displaced had stood the same before that: only when it began is kept, or a catalogue would grow by all of itself with each update.
    private bool IsStill(int row, int before) =>
        Int(row, RowLayout.Source) == Int(before, RowLayout.Source) && BinaryPrimitives.ReadInt64LittleEndian(rows.AsSpan((row * RowLayout.Size) + RowLayout.Price)) == BinaryPrimitives.ReadInt64LittleEndian(rows.AsSpan((before * RowLayout.Size) + RowLayout.Price));

    private int NewestFirst(int left, int right, List<string> strings)
    {
        var byAge = Int(right, RowLayout.AsOf).CompareTo(Int(left, RowLayout.AsOf));
        if (byAge != 0) return byAge;
        var bySource = string.CompareOrdinal(strings[Int(left, RowLayout.Source)], strings[Int(right, RowLayout.Source)]);
        if (bySource != 0) return bySource;
        var byPrice = Hourly(left).CompareTo(Hourly(right));

        // Equal in all that can be asked: the bytes decide, so that a file does not depend on the order of import.
        return byPrice != 0 ? byPrice : rows.AsSpan((left * RowLayout.Size) + RowLayout.CountMilli, 36).SequenceCompareTo(rows.AsSpan((right * RowLayout.Size) + RowLayout.CountMilli, 36));
    }

    private long Hourly(int row) => BinaryPrimitives.ReadInt64LittleEndian(rows.AsSpan((row * RowLayout.Size) + RowLayout.Hourly));

    private ulong Key(int row) => BinaryPrimitives.ReadUInt64LittleEndian(rows.AsSpan((row * RowLayout.Size) + RowLayout.Key));
}
