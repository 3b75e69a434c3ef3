namespace Haggle.Engine.Ports;

/// <summary>A piece of a machine's log.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">The bytes; empty when there are none at that offset.</param>
/// <param name="AtEnd">Whether the program is over and nothing will follow these bytes.</param>
public sealed record LogPiece(long Offset, ReadOnlyMemory<byte> Bytes, bool AtEnd);
