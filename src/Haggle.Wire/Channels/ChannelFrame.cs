using System.Buffers.Binary;

namespace Haggle.Wire.Channels;

/// <summary>
/// What crosses a connection of channels: a byte of kind, the channel as 4 bytes, the length of the content as 4 bytes (both big-endian), the content.
/// Kinds that a side does not know are passed over.
/// </summary>
internal static class ChannelFrame
{
    /// <summary>A channel is asked for; the content is a <see cref="ChannelRequest"/>.</summary>
    public const byte Open = (byte)'o';

    /// <summary>It is there; the content is a <see cref="ChannelAnswer"/>.</summary>
    public const byte Opened = (byte)'y';

    /// <summary>Bytes.</summary>
    public const byte Bytes = (byte)'d';

    /// <summary>So many more bytes may be sent (4 bytes, big-endian).</summary>
    public const byte Room = (byte)'w';

    /// <summary>Nothing follows in this direction.</summary>
    public const byte End = (byte)'e';

    /// <summary>The channel is not to be had, or is over at once in both directions; the content says why.</summary>
    public const byte Broken = (byte)'n';

    /// <summary>A terminal has another size: columns and rows, 2 bytes each.</summary>
    public const byte Size = (byte)'s';

    /// <summary>How the program at the other end ended: its exit code, 4 bytes.</summary>
    public const byte Exit = (byte)'x';

    /// <summary>Are you there? Answered by <see cref="Pong"/>.</summary>
    public const byte Ping = (byte)'p';

    /// <summary>Yes.</summary>
    public const byte Pong = (byte)'q';

    /// <summary>The bytes before the content.</summary>
    public const int HeadLength = 9;

    /// <summary>The longest content: as much as one write takes and little enough that no channel waits long for another one's frame.</summary>
    public const int LongestContent = 64 * 1024;

    /// <summary>How much may be on its way in one direction of one channel: enough for 100 MB/s over a connection that takes 10 ms.</summary>
    public const int Window = 1024 * 1024;

    /// <summary>Writes the head into the first bytes.</summary>
    public static void WriteHead(Span<byte> into, byte kind, int channel, int length)
    {
        into[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(into[1..], channel);
        BinaryPrimitives.WriteInt32BigEndian(into[5..], length);
    }

    /// <summary>Reads a head.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (byte Kind, int Channel, int Length) ReadHead(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(head[5..]);
        if (length is < 0 or > LongestContent) throw new InvalidDataException($"a frame of {length} bytes; at most {LongestContent} are read");
        return (head[0], BinaryPrimitives.ReadInt32BigEndian(head[1..]), length);
    }
}
