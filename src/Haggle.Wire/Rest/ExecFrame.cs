using System.Buffers.Binary;

namespace Haggle.Wire.Rest;

/// <summary>
/// The answer of exec is a row of frames, so that output comes while the command runs and the exit code comes last: one byte of kind, the length of
/// the content as 4 bytes (big-endian), the content.
/// </summary>
public static class ExecFrame
{
    /// <summary>A frame of what the command prints.</summary>
    public const byte Output = (byte)'o';

    /// <summary>The last frame: the exit code as text. An answer without it broke off.</summary>
    public const byte Exit = (byte)'x';

    /// <summary>The media type of such an answer.</summary>
    public const string MediaType = "application/vnd.haggle.exec";

    /// <summary>The bytes before the content.</summary>
    public const int HeadLength = 5;

    private const int LongestContent = 16 << 20;

    /// <summary>Writes a frame.</summary>
    public static async Task WriteAsync(Stream stream, byte kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[HeadLength];
        head[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), content.Length);
        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next frame; null at the end of the answer.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    /// <exception cref="EndOfStreamException">The answer broke off inside a frame.</exception>
    public static async Task<(byte Kind, byte[] Content)?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[HeadLength];
        if (await stream.ReadAtLeastAsync(head.AsMemory(0, 1), 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == 0) return null;
        await stream.ReadExactlyAsync(head.AsMemory(1), cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length is < 0 or > LongestContent) throw new InvalidDataException("the answer is not made of frames");
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return (head[0], content);
    }
}
