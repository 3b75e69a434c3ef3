namespace Haggle.Catalog.Imports;

/// <summary>
/// Reads records of separated values from a stream of UTF-8, in constant memory: gigabytes go through one buffer. Fields are the buffer's own bytes, valid
/// until the next record. Quotes, line breaks inside quotes, CR LF and a
/// byte order mark are understood; a quote inside quotes stays doubled.
/// </summary>
internal sealed class CsvReader(Stream stream, byte separator)
{
    /// <summary>No price list has longer records; more means that a quote was never closed.</summary>
    private const int RecordMax = 1 << 20;

    private byte[] _buffer = new byte[1 << 17];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];
    private int _from;
    private int _to;
    private bool _isAtEnd;
    private long _nextLine = 1;

    /// <summary>The line on which the record begins.</summary>
    public long Line { get; private set; }

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int field] => field < Count ? _buffer.AsSpan(_starts[field], _ends[field] - _starts[field]) : default;

    /// <summary>Goes to the next record that is not empty.</summary>
    /// <exception cref="InvalidDataException">The record does not end.</exception>
    public bool Read()
    {
        if (_nextLine == 1 && _from == 0 && _to == 0)
        {
            while (_to < 3 && Fill()) { }
            if (_buffer.AsSpan(0, _to).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _from = 3;
        }

        do
        {
            Line = _nextLine;
            int end;
            while ((end = TryRecord()) < 0)
            {
                if (_isAtEnd && _from == _to) return false;
                if (!Fill()) throw new InvalidDataException($"line {Line}: the record does not end; a quote is not closed, or the file is cut off");
            }

            _from = end;
        }
        while (Count == 1 && _starts[0] == _ends[0]);
        return true;
    }

    // The record's end, or -1 when more bytes are needed to see it.
    private int TryRecord()
    {
        Count = 0;
        var lines = 0;
        for (var at = _from; ;)
        {
            if (Count == _starts.Length) Grow();
            if (at < _to && _buffer[at] == '"')
            {
                at = Quoted(at, ref lines);
                if (at < 0) return -1;
            }
            else
            {
                var rest = _buffer.AsSpan(at, _to - at);
                var length = rest.IndexOfAny(separator, (byte)'\n');
                if (length < 0 && !_isAtEnd) return -1;
                if (length < 0) length = rest.Length;
                _starts[Count] = at;
                at = _ends[Count] = at + length;
            }

            if (at == _to && !_isAtEnd) return -1;
            Count++;
            if (at < _to && _buffer[at] == separator)
            {
                at++;
                continue;
            }

            if (at == _to && at == _from) return -1;
            if (_ends[Count - 1] > _starts[Count - 1] && _buffer[_ends[Count - 1] - 1] == '\r') _ends[Count - 1]--;
            _nextLine += lines + 1;
            return Math.Min(at + 1, _to);
        }
    }

    // From a quote to the separator after its twin. Doubled quotes stay doubled: undoing them would shift bytes that may have to be read again.
    private int Quoted(int at, ref int lines)
    {
        var open = at + 1;
        for (at = open; ; at++)
        {
            var quote = _buffer.AsSpan(at, _to - at).IndexOf((byte)'"');
            if (quote < 0) return -1;
            at += quote + 1;
            if (at == _to && !_isAtEnd) return -1;
            if (at == _to || _buffer[at] != '"') break;
        }

        _starts[Count] = open;
        _ends[Count] = at - 1;
        lines += _buffer.AsSpan(open, at - 1 - open).Count((byte)'\n');
        var rest = _buffer.AsSpan(at, _to - at).IndexOfAny(separator, (byte)'\n');
        return rest >= 0 ? at + rest : _isAtEnd ? _to : -1;
    }

    private bool Fill()
    {
        if (_isAtEnd) return false;
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _to -= _from;
            _from = 0;
        }

        if (_to == _buffer.Length)
        {
            if (_to >= RecordMax) return false;
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer.AsSpan(_to));
        _isAtEnd = read == 0;
        _to += read;
        return true;
    }

    private void Grow()
    {
        Array.Resize(ref _starts, _starts.Length * 2);
        Array.Resize(ref _ends, _ends.Length * 2);
    }
}
