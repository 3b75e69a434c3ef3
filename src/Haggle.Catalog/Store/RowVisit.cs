namespace Haggle.Catalog.Store;

/// <summary>Looks at rows of a catalogue, which lie there only as long as the look lasts and may be changed in it.</summary>
internal delegate void RowVisit(Span<byte> rows);
