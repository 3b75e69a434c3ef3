namespace Haggle.Cli.Following;

/// <summary>
/// Takes the lines "::haggle ..." out of a program's output. Only the beginning of a line is ever held back, and only while it could become such a line:
/// a prompt without a line end is seen at once.
/// </summary>
internal sealed class ProtocolFilter
{
    private static ReadOnlySpan<byte> Mark => "::haggle "u8;

    private readonly List<byte> _held = [];
    private bool _isInMark;
    private bool _isPassing;

    /// <summary>What of these bytes (and those held back before) is to be seen.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> bytes)
    {
        var seen = new List<byte>(bytes.Length);
        foreach (var one in bytes)
        {
            if (_isPassing) seen.Add(one);
            else if (!_isInMark) Look(one, seen);
            if (one == (byte)'\n') _isInMark = _isPassing = false;
        }

        return seen.ToArray();
    }

    /// <summary>What was held back when nothing follows.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        var rest = _held.ToArray();
        _held.Clear();
        _isInMark = _isPassing = false;
        return rest;
    }

    private void Look(byte one, List<byte> seen)
    {
        _held.Add(one);
        if (one == Mark[_held.Count - 1])
        {
            if (_held.Count < Mark.Length) return;
            _isInMark = true;
        }
        else
        {
            seen.AddRange(_held);
            _isPassing = true;
        }

        _held.Clear();
    }
}
