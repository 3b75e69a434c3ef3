using Haggle.Cli.Render;

namespace Haggle.Cli.Charts;

/// <summary>A grid of characters. Lines are drawn in dots (eight to a character in Braille, otherwise one); marks and labels lie on top.</summary>
internal sealed class Canvas(int columns, int rows, Glyphs glyphs)
{
    private const char BrailleBlank = '\u2800';

    private static readonly byte[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly char[,] _over = new char[rows, columns];

    private readonly byte[,] _dots = new byte[rows, columns];

    private readonly int[,] _owner = new int[rows, columns];

    private readonly char[,] _plain = new char[rows, columns];

    private readonly Ink[,] _ink = new Ink[rows, columns];

    private int DotsAcross => glyphs.HasBraille ? 2 : 1;

    private int DotsDown => glyphs.HasBraille ? 4 : 1;

    public int Columns => columns;

    public int Rows => rows;

    /// <summary>The column of a share of the width.</summary>
    public int Column(double share) => (int)Math.Round(share * (columns - 1));

    /// <summary>The row of a share of the height; shares count from the bottom.</summary>
    public int Row(double share) => (int)Math.Round((1 - share) * (rows - 1));

    /// <summary>A line between two points that are given in shares; <paramref name="plain"/> is what it is made of where there is no Braille.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, int series, char plain)
    {
        var (x0, y0) = Dot(fromX, fromY);
        var (x1, y1) = Dot(toX, toY);
        var steps = Math.Max(1, Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0)));
        for (var step = 0; step <= steps; step++)
            SetDot(x0 + (int)Math.Round((x1 - x0) * (double)step / steps), y0 + (int)Math.Round((y1 - y0) * (double)step / steps), series, plain);
    }

    public void Put(int column, int row, char glyph, Ink ink)
    {
        _over[row, column] = glyph;
        _ink[row, column] = ink;
    }

    /// <summary>Writes a glyph where no line is.</summary>
    public void PutBehind(int column, int row, char glyph, Ink ink)
    {
        if (_dots[row, column] == 0) Put(column, row, glyph, ink);
    }

    public void Write(int column, int row, string text, Ink ink)
    {
        for (var index = 0; index < text.Length; index++) Put(column + index, row, text[index], ink);
    }

    /// <summary>Whether a text would lie inside and on nothing; lines count only when they are asked for.</summary>
    public bool IsFree(int column, int row, int length, bool ofLines)
    {
        if (row < 0 || row >= rows || column < 0 || column + length > columns) return false;
        for (var at = Math.Max(0, column - 1); at < Math.Min(columns, column + length + 1); at++)
            if (_over[row, at] != '\0' || (ofLines && _dots[row, at] != 0)) return false;
        return true;
    }

    /// <summary>One row as pieces of the same ink.</summary>
    public List<Inked> Pieces(int row)
    {
        var pieces = new List<Inked>();
        var start = 0;
        for (var column = 1; column <= columns; column++)
        {
            if (column < columns && InkAt(column, row) == InkAt(start, row)) continue;
            var text = new char[column - start];
            for (var at = start; at < column; at++) text[at - start] = Glyph(at, row);
            pieces.Add(new Inked(new string(text), InkAt(start, row)));
            start = column;
        }

        return pieces;
    }

    private (int X, int Y) Dot(double x, double y) =>
        ((int)Math.Round(x * ((columns * DotsAcross) - 1)), (int)Math.Round((1 - y) * ((rows * DotsDown) - 1)));

    private void SetDot(int x, int y, int series, char plain)
    {
        var (column, row) = (x / DotsAcross, y / DotsDown);
        _dots[row, column] |= glyphs.HasBraille ? DotBits[y % 4, x % 2] : (byte)1;
        _owner[row, column] = series;
        _plain[row, column] = plain;
    }

    private char Glyph(int column, int row)
    {
        if (_over[row, column] != '\0') return _over[row, column];
        if (_dots[row, column] == 0) return ' ';
        return glyphs.HasBraille ? (char)(BrailleBlank + _dots[row, column]) : _plain[row, column];
    }

    private Ink InkAt(int column, int row)
    {
        if (_over[row, column] != '\0') return _ink[row, column];
        return _dots[row, column] == 0 ? Ink.Plain : Glyphs.InkOf(_owner[row, column]);
    }
}
