using System.Buffers.Binary;
using System.Numerics;

namespace Haggle.Catalog.Store;

/// <summary>CRC-32C of a part of the catalogue, so that a question verifies just what it reads; one processor instruction for eight bytes.</summary>
internal sealed class Checksum
{
    private uint _crc = uint.MaxValue;

    public uint Value => ~_crc;

    public static uint Of(ReadOnlySpan<byte> bytes) => ~Go(uint.MaxValue, bytes);

    /// <summary>Goes on with more bytes; pieces are multiples of eight bytes long.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _crc = Go(_crc, bytes);

    private static uint Go(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return crc;
    }
}
