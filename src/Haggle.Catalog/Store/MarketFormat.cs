namespace Haggle.Catalog.Store;

/// <summary>
/// The catalogue file: a header; the strings (offsets, then UTF-8); an index with an entry for each accelerator; then the rows of each accelerator,
/// first what holds today by count and price, then what held before. Each part has its own checksum.
/// </summary>
internal static class MarketFormat
{
    public const int HeaderSize = 64;
    public const int IndexEntrySize = 32;

    public const int Version = 8;
    public const int RowSize = 12;
    public const int RowCount = 16;
    public const int BuiltAt = 24;
    public const int StringCount = 32;
    public const int StringBytes = 36;
    public const int IndexCount = 40;
    public const int HeadChecksum = 44;
    public const int HeaderChecksum = 60;

    public const int EntryAccelerator = 0;
    public const int EntryCurrent = 4;
    public const int EntryHistory = 8;
    public const int EntryCurrentChecksum = 12;
    public const int EntryHistoryChecksum = 16;
    public const int EntryFirstRow = 24;

    /// <summary>More than a thousand million bytes of anything is not a catalogue.</summary>
    public const int Most = 1 << 30;

    public static ReadOnlySpan<byte> Magic => "HAGGLMKT"u8;

    public static int HeadSize(int strings, int stringBytes, int entries) => (4 * (strings + 1)) + Padded(stringBytes) + (IndexEntrySize * entries);

    public static int Padded(int bytes) => (bytes + 7) & ~7;
}
