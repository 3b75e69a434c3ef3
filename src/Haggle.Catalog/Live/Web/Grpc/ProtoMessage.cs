using System.Text;

namespace Haggle.Catalog.Live.Web.Grpc;

/// <summary>
/// A message in protocol buffers' wire format, read on demand. What is absent is its default, as the format says; what is not asked for is passed over, so
/// that a vendor may add fields.
/// </summary>
internal readonly struct ProtoMessage
{
    private const int FieldsMax = 1_000_000;

    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    /// <exception cref="InvalidDataException">It is no such message, or is cut off.</exception>
    public ProtoMessage(ReadOnlyMemory<byte> message)
    {
        var rest = message;
        while (!rest.IsEmpty)
        {
            if (_fields.Count >= FieldsMax) throw new InvalidDataException("a message of more than a million fields");
            var key = TakeVarint(ref rest);
            var (number, bytes) = (0UL, ReadOnlyMemory<byte>.Empty);
            switch (key & 7)
            {
                case 0: number = TakeVarint(ref rest); break;
                case 1: bytes = Take(ref rest, 8); break;
                case 2: bytes = Take(ref rest, TakeVarint(ref rest)); break;
                case 5: bytes = Take(ref rest, 4); break;
                default: throw new InvalidDataException($"a message with a field of the unknown kind {key & 7}");
            }

            _fields.Add(((int)Math.Min(key >> 3, int.MaxValue), number, bytes));
        }
    }

    /// <summary>A text; "" when it is absent.</summary>
    /// <exception cref="InvalidDataException">It is no UTF-8.</exception>
    public string Text(int field)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Last(field).Bytes.Span);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"field {field} holds no text", fault);
        }
    }

    /// <summary>A whole number or flag; 0 when it is absent.</summary>
    public long Number(int field) => (long)Last(field).Number;

    /// <summary>A message in it; an empty one when it is absent.</summary>
    public ProtoMessage Message(int field) => new(Last(field).Bytes);

    /// <summary>All messages of a list.</summary>
    public IEnumerable<ProtoMessage> Messages(int field) => _fields.Where(each => each.Field == field).Select(each => new ProtoMessage(each.Bytes));

    private (int Field, ulong Number, ReadOnlyMemory<byte> Bytes) Last(int field) => _fields.FindLast(each => each.Field == field);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, ulong length)
    {
        if (length > (ulong)rest.Length) throw new InvalidDataException("a message that is cut off");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    private static ulong TakeVarint(ref ReadOnlyMemory<byte> rest)
    {
        var value = 0UL;
        var span = rest.Span;
        for (var i = 0; i < span.Length && i < 10; i++)
        {
            value |= (ulong)(span[i] & 0x7F) << (7 * i);
            if (span[i] > 0x7F) continue;
            rest = rest[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("a message that is cut off");
    }
}
