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

    private readonly List<TableRow> _rows = [];

    /// <summary>Blanks before each line.</summary>
    public int Indent { get; init; }

    public void Row(params Inked[] cells) => _rows.Add(new TableRow(cells));

    /// <summary>A remark below the row that was added last, as wide as the table may be.</summary>
    public void Note(Inked note) => _rows[^1].Note = note;

    // Plain loops on purpose: the generic methods of Linq over our own types are in no ReadyToRun image, and compiling them takes 10 ms of `haggle status`.
    public List<string> Lines(int width, bool colours)
    {
        var shown = new List<int>();
        for (var index = 0; index < columns.Length; index++)
            if (HasContent(index)) shown.Add(index);
        var widths = Fit(shown, width - Indent);
        var lines = new List<string>();
        var titles = new Inked[columns.Length];
        for (var index = 0; index < columns.Length; index++) titles[index] = new Inked(columns[index].Title, Ink.Faint);
        lines.Add(Compose(shown, widths, titles, colours));
        foreach (var row in _rows) AddRow(lines, row, shown, widths, width, colours);
        return lines;
    }

    private void AddRow(List<string> lines, TableRow row, List<int> shown, int[] widths, int width, bool colours)
    {
        var folded = new List<string>[columns.Length];
        var height = 1;
        foreach (var index in shown)
        {
            folded[index] = Pieces(index, row.Cells[index].Text, widths[index]);
            height = Math.Max(height, folded[index].Count);
        }

        for (var line = 0; line < height; line++)
        {
            var cells = new Inked[columns.Length];
            foreach (var index in shown) cells[index] = new Inked(line < folded[index].Count ? folded[index][line] : "", row.Cells[index].Ink);
            lines.Add(Compose(shown, widths, cells, colours));
        }

        if (row.Note.Text is not { Length: > 0 } note) return;
        foreach (var line in Page.Fold(note, width - Indent - NoteIndent)) lines.Add(new string(' ', Indent + NoteIndent) + new Inked(line, row.Note.Ink).Paint(colours));
    }

    private bool HasContent(int index)
    {
        if (columns[index].Leaves == 0 && !columns[index].Optional) return true;
        foreach (var row in _rows)
            if (row.Cells[index].Text.Length > 0) return true;
        return false;
    }

    private int[] Fit(List<int> shown, int room)
    {
        var widths = new int[columns.Length];
        foreach (var index in shown)
        {
            widths[index] = columns[index].Title.Length;
            foreach (var row in _rows) widths[index] = Math.Max(widths[index], row.Cells[index].Text.Length);
        }

        while (Total(shown, widths, LeastFolded) > room && FirstToLeave(shown) is { } leaving) shown.Remove(leaving);
        foreach (var index in shown)
        {
            var excess = Total(shown, widths, int.MaxValue) - room;
            if (columns[index].Folds && excess > 0) widths[index] = Math.Max(Math.Min(widths[index], LeastFolded), widths[index] - excess);
        }

        while (Total(shown, widths, int.MaxValue) - room is > 0 and var over)
        {
            // The one with the most to spare; a heading is never cut, and stays over its column.
            var widest = shown[0];
            foreach (var index in shown)
                if (!columns[index].Folds && Spare(index, widths) > Spare(widest, widths)) widest = index;
            if (columns[widest].Folds || Spare(widest, widths) <= 0) break;
            widths[widest] -= Math.Min(over, Spare(widest, widths));
        }

        return widths;
    }

    private int Spare(int index, int[] widths) => widths[index] - Math.Max(LeastCut, columns[index].Title.Length);

    /// <summary>The width of all columns, those that fold counted with at most <paramref name="foldedMost"/>.</summary>
    private int Total(List<int> shown, int[] widths, int foldedMost)
    {
        var total = Gap * (shown.Count - 1);
        foreach (var index in shown) total += columns[index].Folds ? Math.Min(widths[index], foldedMost) : widths[index];
        return total;
    }

    private int? FirstToLeave(List<int> shown)
    {
        int? first = null;
        foreach (var index in shown)
            if (columns[index].Leaves > (first is { } best ? columns[best].Leaves : 0)) first = index;
        return first;
    }

    private List<string> Pieces(int index, string text, int width)
    {
        var pieces = new List<string>();
        if (columns[index].Folds && text.Length > width)
            foreach (var piece in Page.Fold(text, width)) pieces.Add(piece);
        else pieces.Add(Cut(text, width));
        return pieces;
    }

    /// <summary>Names differ at both ends, so the middle is what is left out.</summary>
    internal static string Cut(string text, int width)
    {
        if (text.Length <= width) return text;
        var tail = width / 2;
        return string.Concat(text.AsSpan(0, width - tail - 1), "…", text.AsSpan(text.Length - tail));
    }

    private string Compose(List<int> shown, int[] widths, Inked[] cells, bool colours)
    {
        var line = new StringBuilder(Blanks.Of(Indent));
        for (var place = 0; place < shown.Count; place++)
        {
            var index = shown[place];
            var padding = Blanks.Of(Math.Max(0, widths[index] - cells[index].Text.Length));
            if (columns[index].Right) line.Append(padding);
            line.Append(cells[index].Paint(colours));
            if (place == shown.Count - 1) break;
            if (!columns[index].Right) line.Append(padding);
            line.Append(Blanks.Of(Gap));
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The cells of a row and the remark below it.</summary>
    private sealed class TableRow(Inked[] cells)
    {
        public Inked[] Cells { get; } = cells;

        public Inked Note { get; set; }
    }
}
