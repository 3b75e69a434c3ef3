namespace Haggle.Catalog.Store;

/// <summary>Looks at a row of a catalogue on its way into another one, and may change its dates and flags where it lies.</summary>
/// <returns>Whether the row goes in.</returns>
internal delegate bool RowTreatment(MarketFile file, Span<byte> row);
