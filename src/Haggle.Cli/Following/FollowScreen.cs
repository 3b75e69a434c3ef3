using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>
/// What is seen of a run while it is followed: its program's output as it is, a line for each turn of its fate, and on a terminal one line at the bottom
/// that says how far it is.
/// </summary>
internal sealed class FollowScreen(Terminal terminal, RunMessage first, bool isQuiet) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly bool _isLive = terminal.ErrorIsTerminal && !isQuiet;
    private readonly Narrator _narrator = new(first.SubmittedAt);
    private readonly ProtocolFilter _filter = new();
    private string _shown = "";
    private string _wanted = "";
    private bool _isAtLineStart = true;

    /// <summary>Tells what is new about the run.</summary>
    public void Tell(RunMessage run)
    {
        lock (_lock)
        {
            if (isQuiet) return;
            foreach (var (line, ink) in _narrator.Tell(run)) WriteLine(line, ink);
            _wanted = Words.IsOver(run) ? "" : Narrator.LiveLine(run, terminal.Width - 1);
            Draw();
        }
    }

    /// <summary>Tells something that is not about the run.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            if (isQuiet) return;
            WriteLine(text, Ink.Careful);
            Draw();
        }
    }

    /// <summary>Output of the program. On a terminal its progress lines are left out: the line at the bottom shows them.</summary>
    public void Log(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (isQuiet) return;
            var shown = _isLive ? _filter.Pass(bytes.Span) : bytes;
            if (shown.IsEmpty) return;
            Erase();
            terminal.RawOutput(shown);
            _isAtLineStart = shown.Span[^1] == (byte)'\n';
            Draw();
        }
    }

    /// <summary>The log of an attempt is at its end: what was held back is shown.</summary>
    public void EndOfLog()
    {
        lock (_lock)
        {
            var rest = _filter.Rest();
            if (rest.IsEmpty || isQuiet) return;
            Erase();
            terminal.RawOutput(rest);
            _isAtLineStart = rest.Span[^1] == (byte)'\n';
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _wanted = "";
            Erase();
        }
    }

    public void Dispose() => Close();

    private void WriteLine(string line, Ink ink)
    {
        Erase();
        if (!_isAtLineStart && _isLive) terminal.Error.Write('\n');
        _isAtLineStart = true;
        var page = terminal.ErrorPage();
        page.Wrapped(line, ink, "", 9);
        terminal.Error.Write(page.ToString());
    }

    private void Erase()
    {
        if (_shown.Length == 0) return;
        terminal.Error.Write("\r\e[K");
        _shown = "";
    }

    /// <summary>The line at the bottom is drawn only where a line begins: in the middle of one it would be glued to the program's words.</summary>
    private void Draw()
    {
        if (!_isLive || !_isAtLineStart || _shown == _wanted) return;
        var line = TextTable.Cut(_wanted, terminal.Width - 1);
        Erase();
        terminal.Error.Write(new Inked(line, Ink.Faint).Paint(terminal.Colours));
        _shown = _wanted;
    }
}
