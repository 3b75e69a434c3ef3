using System.Buffers;
using System.Text;

namespace Haggle.Catalog.Live.Web.Grpc;

/// <summary>
/// Writes a message in protocol buffers' wire format, field by field. The few messages that are sent here have a dozen fields in all; a generator and its
/// run-time library would weigh more than they do.
/// </summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtoWriter()
    {
    }

    /// <summary>Goes on behind a message that is written already.</summary>
    public ProtoWriter(byte[] begun) => _bytes.Write(begun);

    /// <summary>A text; an empty one is the default and is not written.</summary>
    public ProtoWriter Text(int field, string value) => value.Length == 0 ? this : Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.ToArray());

    /// <summary>A number, flag or member of an enumeration; 0 is the default and is not written.</summary>
    public ProtoWriter Number(int field, long value)
    {
        if (value == 0) return this;
        Key(field, Varint);
        Raw((ulong)value);
        return this;
    }

    /// <summary>A list of numbers, packed as version 3 does.</summary>
    public ProtoWriter Numbers(int field, params ReadOnlySpan<long> values)
    {
        var packed = new ProtoWriter();
        foreach (var value in values) packed.Raw((ulong)value);
        return Bytes(field, packed.ToArray());
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private ProtoWriter Bytes(int field, byte[] value)
    {
        Key(field, LengthDelimited);
        Raw((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Key(int field, int type) => Raw(((ulong)field << 3) | (uint)type);

    private void Raw(ulong value)
    {
        for (; value > 0x7F; value >>= 7) _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
