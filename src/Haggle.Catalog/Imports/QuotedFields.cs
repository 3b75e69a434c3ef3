namespace Haggle.Catalog.Imports;

/// <summary>Takes one line of separated values apart: fields in quotes or bare. Doubled quotes stay doubled.</summary>
internal sealed class QuotedFields
{
    private Range[] _fields = new Range[128];

    public int Count { get; private set; }

    /// <summary>Takes a line apart.</summary>
    /// <returns>Whether its quotes are closed.</returns>
    public bool TrySplit(ReadOnlySpan<byte> line)
    {
        Count = 0;
        var at = 0;
        while (true)
        {
            if (Count == _fields.Length) Array.Resize(ref _fields, _fields.Length * 2);
            int start, end;
            if (at < line.Length && line[at] == '"')
            {
                start = ++at;
                while (true)
                {
                    var quote = line[at..].IndexOf((byte)'"');
                    if (quote < 0) return false;
                    at += quote + 1;
                    if (at == line.Length || line[at] != '"') break;
                    at++;
                }

                end = at - 1;
                if (at < line.Length && line[at] != ',') return false;
            }
            else
            {
                start = at;
                var comma = line[at..].IndexOf((byte)',');
                end = at = comma < 0 ? line.Length : at + comma;
            }

            _fields[Count++] = start..end;
            if (at >= line.Length) return true;
            at++;
        }
    }

    /// <summary>A field of the line that was taken apart last; empty when it has none of that number.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, int field) => (uint)field < (uint)Count ? line[_fields[field]] : default;

    /// <summary>The number of the field with a text; -1 when none has it.</summary>
    public int Find(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < Count; i++)
            if (Of(line, i).SequenceEqual(text)) return i;
        return -1;
    }
}
