using System.Buffers.Binary;
using System.Numerics;

namespace Haggle.Catalog.Store;

/// <summary>CRC-32C of a part of the catalogue, so that a question verifies just what it reads; one processor instruction for eight bytes.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
