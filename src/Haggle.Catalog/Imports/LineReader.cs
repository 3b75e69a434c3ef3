namespace Haggle.Catalog.Imports;

/// <summary>
/// Reads lines of bytes from a stream in constant memory: gigabytes go through one buffer. It knows nothing of quotes; whoever needs a few lines of
/// millions looks at each as it is, and takes apart only those.
/// </summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>No price list has longer lines.</summary>
    private const int LineMax = 1 << 22;

    private byte[] _buffer = new byte[1 << 18];
    private int _from;
    private int _seen;
    private int _to;
    private bool _isAtEnd;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, without its end, as far as it is in the buffer; it lies there until the buffer is filled again.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var end = _buffer.AsSpan(_seen, _to - _seen).IndexOf((byte)'\n');
        if (end < 0 && !(_isAtEnd && _from < _to))
        {
            _seen = _to;
            line = default;
            return false;
        }

        end = end < 0 ? _to : _seen + end;
        line = _buffer.AsSpan(_from, end - _from);
        if (line is [.., (byte)'\r']) line = line[..^1];
        _from = _seen = Math.Min(end + 1, _to);
        Number++;
        return true;
    }

    /// <summary>Gets more; false at the end.</summary>
    /// <exception cref="InvalidDataException">A line does not end.</exception>
    public bool Fill()
    {
        if (_isAtEnd) return false;
        MakeRoom();
        return Took(stream.Read(_buffer.AsSpan(_to)));
    }

    /// <summary>Gets more; false at the end.</summary>
    /// <exception cref="InvalidDataException">A line does not end.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd) return false;
        MakeRoom();
        return Took(await stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken).ConfigureAwait(false));
    }

    private bool Took(int read)
    {
        _isAtEnd = read == 0;
        _to += read;

        // The last line may have no end: it is read once nothing more can come.
        return read > 0 || _from < _to;
    }

    private void MakeRoom()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_to, _seen, _from) = (_to - _from, _seen - _from, 0);
        }

        if (_to < _buffer.Length) return;
        if (_buffer.Length >= LineMax) throw new InvalidDataException($"line {Number + 1}: it does not end");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
