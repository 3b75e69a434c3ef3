using System.Text.Json;

namespace Haggle.Catalog.Imports;

/// <summary>
/// Reads a list of flat JSON objects field by field where they lie: no tree is built and no string made. A hundred thousand rows a second are lost on those.
/// </summary>
internal sealed class FlatRecords(ReadOnlyMemory<byte> json, params byte[][] names)
{
    private readonly (int Start, int Length)[] _fields = new (int, int)[names.Length];
    private byte[] _unescaped = [];
    private int _used;
    private JsonReaderState _state;
    private int _at;

    /// <summary>How many were read.</summary>
    public int Count { get; private set; }

    /// <summary>A field of the record that was read last, by the number of its name: the text without its quotes, or the digits; empty when it is absent, null or nested.</summary>
    public ReadOnlySpan<byte> this[int name] => _fields[name] switch
    {
        ( < 0 and var start, var length) => _unescaped.AsSpan(~start, length),
        var (start, length) => json.Span.Slice(start, length),
    };

    /// <summary>Goes into the list: the text itself, or the list that a property of it has.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public void Enter(string property)
    {
        var reader = Begin();
        try
        {
            if (!reader.Read()) throw new InvalidDataException("it is empty");
            if (property.Length == 0 && reader.TokenType != JsonTokenType.StartArray) throw new InvalidDataException("it is no list");
            while (property.Length > 0)
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) throw new InvalidDataException($"there is no list called '{property}'");
                var isIt = reader.ValueTextEquals(property);
                reader.Read();
                if (isIt && reader.TokenType == JsonTokenType.StartArray) break;
                if (isIt) throw new InvalidDataException($"'{property}' is no list");
                reader.Skip();
            }
        }
        catch (JsonException fault)
        {
            throw Broken(fault);
        }

        End(reader);
    }

    /// <summary>Goes to the next record; false at the list's end.</summary>
    /// <exception cref="InvalidDataException">The JSON is broken, or something else than an object is in the list.</exception>
    public bool Read()
    {
        var reader = Begin();
        try
        {
            if (!reader.Read()) throw new InvalidDataException("the list does not end; it is cut off");
            if (reader.TokenType == JsonTokenType.EndArray) return false;
            if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidDataException($"record {Count + 1} is no object");
            Array.Clear(_fields);
            _used = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Find(ref reader);
                reader.Read();
                if (name >= 0) Take(name, ref reader);
                reader.Skip();
            }
        }
        catch (JsonException fault)
        {
            throw Broken(fault);
        }

        Count++;
        End(reader);
        return true;
    }

    private Utf8JsonReader Begin() => new(json.Span[_at..], isFinalBlock: true, _state);

    private void End(Utf8JsonReader reader)
    {
        _at += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private int Find(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < names.Length; i++)
            if (reader.ValueTextEquals(names[i])) return i;
        return -1;
    }

    private void Take(int name, ref Utf8JsonReader reader)
    {
        var start = _at + (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Number) _fields[name] = (start, reader.ValueSpan.Length);
        else if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped) _fields[name] = (start + 1, reader.ValueSpan.Length);
        else if (reader.TokenType == JsonTokenType.String)
        {
            // Names and prices seldom have something to escape; those that have are kept aside, one behind the other.
            if (_unescaped.Length < _used + reader.ValueSpan.Length) Array.Resize(ref _unescaped, Math.Max(256, 2 * (_used + reader.ValueSpan.Length)));
            var length = reader.CopyString(_unescaped.AsSpan(_used));
            _fields[name] = (~_used, length);
            _used += length;
        }
    }

    private static InvalidDataException Broken(JsonException fault) => new($"line {(fault.LineNumber ?? 0) + 1}: the JSON is broken or cut off", fault);
}
