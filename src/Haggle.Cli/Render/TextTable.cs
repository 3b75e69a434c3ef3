using System.Text;

namespace Haggle.Cli.Render;

/// <summary>A table without lines: columns as wide as they need to be, fitted into a width by folding, leaving out and, at last, cutting.</summary>
internal sealed class TextTable(params Column[] columns)
{
    private const int Gap = 2;

    /// <summary>A folded column is at least this wide, or columns that may leave do.</summary>
    private const int LeastFolded = 18;

    private const int LeastCut = 8;

    private const int NoteIndent = 6;

    private readonly List<Inked[]> _rows = [];
    private readonly Dictionary<int, Inked> _notes = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Blanks before each line.</summary>
    public int Indent { get; init; }

    public void Row(params Inked[] cells) => _rows.Add(cells);

    /// <summary>A remark below the row that was added last, as wide as the table may be.</summary>
    public void Note(Inked note) => _notes[_rows.Count - 1] = note;

    public IEnumerable<string> Lines(int width, bool colours)
    {
        var shown = Enumerable.Range(0, columns.Length).Where(index => HasContent(index)).ToList();
        var widths = Fit(shown, width - Indent);
        yield return Compose(shown, widths, [.. columns.Select(column => new Inked(column.Title, Ink.Faint))], colours);
        for (var number = 0; number < _rows.Count; number++)
        {
            var row = _rows[number];
            var folded = shown.ToDictionary(index => index, index => Pieces(index, row[index].Text, widths[index]));
            var height = folded.Values.Max(pieces => pieces.Count);
            for (var line = 0; line < height; line++)
            {
                var cells = new Inked[columns.Length];
                foreach (var index in shown) cells[index] = new Inked(line < folded[index].Count ? folded[index][line] : "", row[index].Ink);
                yield return Compose(shown, widths, cells, colours);
            }

            if (!_notes.TryGetValue(number, out var note)) continue;
            foreach (var line in Page.Fold(note.Text, width - Indent - NoteIndent)) yield return new string(' ', Indent + NoteIndent) + new Inked(line, note.Ink).Paint(colours);
        }
    }

    private bool HasContent(int index) => (columns[index].Leaves == 0 && !columns[index].Optional) || _rows.Any(row => row[index].Text.Length > 0);

    private int[] Fit(List<int> shown, int room)
    {
        var widths = new int[columns.Length];
        foreach (var index in shown) widths[index] = _rows.Select(row => row[index].Text.Length).Append(columns[index].Title.Length).Max();
        int Total() => shown.Sum(index => widths[index]) + (Gap * (shown.Count - 1));
        int LeastTotal() => shown.Sum(index => columns[index].Folds ? Math.Min(widths[index], LeastFolded) : widths[index]) + (Gap * (shown.Count - 1));

        while (LeastTotal() > room && shown.Where(index => columns[index].Leaves > 0).ToList() is { Count: > 0 } movable)
            shown.Remove(movable.MaxBy(index => columns[index].Leaves));
        foreach (var index in shown.Where(index => columns[index].Folds))
            if (Total() > room) widths[index] = Math.Max(Math.Min(widths[index], LeastFolded), widths[index] - (Total() - room));
        while (Total() > room)
        {
            var widest = shown.MaxBy(index => columns[index].Folds ? 0 : widths[index]);
            if (widths[widest] <= LeastCut) break;
            widths[widest] = Math.Max(LeastCut, widths[widest] - (Total() - room));
        }

        return widths;
    }

    private List<string> Pieces(int index, string text, int width) =>
        columns[index].Folds && text.Length > width ? [.. Page.Fold(text, width)] : [Cut(text, width)];

    /// <summary>Names differ at both ends, so the middle is what is left out.</summary>
    internal static string Cut(string text, int width)
    {
        if (text.Length <= width) return text;
        var tail = width / 2;
        return string.Concat(text.AsSpan(0, width - tail - 1), "…", text.AsSpan(text.Length - tail));
    }

    private string Compose(List<int> shown, int[] widths, Inked[] cells, bool colours)
    {
        var line = new StringBuilder(new string(' ', Indent));
        for (var place = 0; place < shown.Count; place++)
        {
            var index = shown[place];
            var padding = new string(' ', Math.Max(0, widths[index] - cells[index].Text.Length));
            if (columns[index].Right) line.Append(padding);
            line.Append(cells[index].Paint(colours));
            if (place == shown.Count - 1) break;
            if (!columns[index].Right) line.Append(padding);
            line.Append(' ', Gap);
        }

        return line.ToString().TrimEnd();
    }
}
