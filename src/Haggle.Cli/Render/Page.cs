using System.Text;

namespace Haggle.Cli.Render;

/// <summary>Text being laid out for a width. Views write on it; a terminal shows it.</summary>
internal sealed class Page(int width, bool colours, bool unicode = false)
{
    private readonly StringBuilder _text = new();

    public int Width { get; } = width;

    public bool Colours { get; } = colours;

    /// <summary>Whether charts may use more than ASCII.</summary>
    public bool Unicode { get; } = unicode;

    public void Blank() => _text.Append('\n');

    /// <summary>One line as it is, without folding.</summary>
    public void Line(params ReadOnlySpan<Inked> parts)
    {
        var start = _text.Length;
        foreach (var part in parts) _text.Append(part.Paint(Colours));
        EndLine(start);
    }

    /// <summary>A paragraph, folded between words; the lines after the first begin with as many blanks as <paramref name="hang"/>.</summary>
    public void Wrapped(string text, Ink ink = Ink.Plain, string first = "", int hang = 0)
    {
        var indent = Blanks.Of(hang);
        var lead = first;
        foreach (var line in Fold(text, Width - Math.Max(hang, first.Length)))
        {
            var start = _text.Length;
            _text.Append(lead).Append(new Inked(line, ink).Paint(Colours));
            EndLine(start);
            lead = indent;
        }
    }

    /// <summary>A label and what it says, folded beside the label.</summary>
    public void Labelled(string label, string text, Ink ink = Ink.Plain, int labelWidth = 12)
    {
        if (text.Length == 0) return;
        Wrapped(text, ink, "  " + label.PadRight(labelWidth), labelWidth + 2);
    }

    public void Table(TextTable table)
    {
        foreach (var line in table.Lines(Width, Colours)) _text.Append(line).Append('\n');
    }

    /// <summary>Folds a text between words so that no line is wider; a single longer word stays whole rather than being cut.</summary>
    public static IEnumerable<string> Fold(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            if (paragraph.Length <= width)
            {
                yield return paragraph;
                continue;
            }

            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                if (line.Length > 0) line.Append(' ');
                line.Append(word);
            }

            yield return line.ToString();
        }
    }

    private void EndLine(int start)
    {
        while (_text.Length > start && _text[^1] == ' ') _text.Length--;
        _text.Append('\n');
    }

    public override string ToString() => _text.ToString();
}
