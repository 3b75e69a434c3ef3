using Haggle.Cli.Render;

namespace Haggle.Cli.Charts;

/// <summary>Draws a chart with characters.</summary>
internal static class TerminalChart
{
    /// <summary>Wider than this a chart says nothing more.</summary>
    private const int WidthMost = 100;

    private const int TickEvery = 4;

    private const int ColumnsPerTick = 11;

    public static void Write(Page page, Chart chart, int height = 16)
    {
        var glyphs = Glyphs.Of(page);
        var width = Math.Min(page.Width, WidthMost);
        var yTicks = (height / TickEvery) + 1;
        var y = chart.FitY(yTicks);
        var labels = RowLabels(chart.Y, y, yTicks, height);
        var margin = labels.Values.Max(label => label.Length) + 1;
        var canvas = new Canvas(width - margin - 1, height, glyphs);
        var x = chart.FitX(canvas.Columns / ColumnsPerTick);
        var key = DrawSeries(canvas, glyphs, chart, x, y);

        page.Line(new Inked(chart.Title, Ink.Strong));
        page.Line(new Inked(chart.Y.Title, Ink.Faint));
        for (var row = 0; row < height; row++)
        {
            var label = labels.GetValueOrDefault(row, "");
            page.Line([label.PadLeft(margin - 1) + " ", (label.Length > 0 ? glyphs.LeftTick : glyphs.Vertical).ToString(), .. canvas.Pieces(row)]);
        }

        WriteBottom(page, chart, glyphs, canvas, x, margin);
        WriteLegend(page, chart, glyphs, margin, key);
    }

    private static Dictionary<int, string> RowLabels(Axis axis, Scaling scaling, int ticks, int height)
    {
        var labels = new Dictionary<int, string>();
        foreach (var tick in scaling.Ticks(ticks)) labels[(int)Math.Round((1 - scaling.Share(tick)) * (height - 1))] = axis.Text(tick);
        return labels;
    }

    private static void DrawMark(Canvas canvas, Glyphs glyphs, Scaling x, Mark mark)
    {
        var column = canvas.Column(x.Share(mark.X));
        for (var row = 0; row < canvas.Rows; row++) canvas.PutBehind(column, row, glyphs.MarkLine, Ink.Faint);
        var label = mark.Label.Length < canvas.Columns ? mark.Label : mark.Label[..(canvas.Columns - 1)];
        canvas.Write(column + 1 + label.Length <= canvas.Columns ? column + 1 : Math.Max(0, column - label.Length), 0, label, Ink.Faint);
    }

    private static IReadOnlyList<string> DrawSeries(Canvas canvas, Glyphs glyphs, Chart chart, Scaling x, Scaling y)
    {
        for (var index = 0; index < chart.Series.Count; index++) Join(canvas, glyphs, chart.Series[index], chart.LookOf(index), x, y);
        foreach (var mark in chart.Marks) DrawMark(canvas, glyphs, x, mark);
        for (var index = 0; index < chart.Series.Count; index++) PutMarks(canvas, glyphs, chart, index, x, y);
        var labels = new Labels(canvas);
        for (var index = chart.Series.Count - 1; index >= 0; index--)
        {
            foreach (var point in chart.Series[index].Points)
                labels.Place(canvas.Column(x.Share(point.X)), canvas.Row(y.Share(point.Y)), point.Label, chart.Series[index].IsFaint ? Ink.Faint : Glyphs.InkOf(chart.LookOf(index)));
        }

        return labels.Key;
    }

    private static void Join(Canvas canvas, Glyphs glyphs, Series series, int index, Scaling x, Scaling y)
    {
        if (series.Shape == SeriesShape.Points) return;
        for (var at = 1; at < series.Points.Count; at++)
        {
            var (fromX, fromY) = (x.Share(series.Points[at - 1].X), y.Share(series.Points[at - 1].Y));
            var (toX, toY) = (x.Share(series.Points[at].X), y.Share(series.Points[at].Y));
            var plain = series.MarksPoints ? glyphs.Horizontal : glyphs.MarkOf(index);
            if (series.Shape == SeriesShape.Line) canvas.Line(fromX, fromY, toX, toY, index, plain);
            else
            {
                canvas.Line(fromX, fromY, toX, fromY, index, plain);
                canvas.Line(toX, fromY, toX, toY, index, series.MarksPoints ? glyphs.Vertical : plain);
            }
        }
    }

    /// <summary>A line that is one of several bears its mark here and there, each at other columns, so that lines that touch can still be told apart.</summary>
    private static void PutMarks(Canvas canvas, Glyphs glyphs, Chart chart, int index, Scaling x, Scaling y)
    {
        var series = chart.Series[index];
        var glyph = series.IsFaint ? glyphs.Faint : glyphs.MarkOf(chart.LookOf(index));
        var ink = series.IsFaint ? Ink.Faint : Glyphs.InkOf(chart.LookOf(index));
        if (series.Shape == SeriesShape.Points || series.MarksPoints)
        {
            foreach (var point in series.Points) canvas.Put(canvas.Column(x.Share(point.X)), canvas.Row(y.Share(point.Y)), glyph, ink);
            return;
        }

        var every = Math.Max(6, canvas.Columns / 6);
        var first = every * (index + 1) / (chart.Series.Count + 1);
        var nextColumn = first;
        foreach (var (share, height) in Along(series, x, y, canvas.Columns))
        {
            var column = canvas.Column(share);
            if (column < nextColumn) continue;
            canvas.Put(column, canvas.Row(height), glyph, ink);
            nextColumn = column - ((column - first) % every) + every;
        }
    }

    /// <summary>Points along a joined series, in shares, about one for each column.</summary>
    private static IEnumerable<(double X, double Y)> Along(Series series, Scaling x, Scaling y, int columns)
    {
        for (var at = 1; at < series.Points.Count; at++)
        {
            var (fromX, fromY) = (x.Share(series.Points[at - 1].X), y.Share(series.Points[at - 1].Y));
            var (toX, toY) = (x.Share(series.Points[at].X), y.Share(series.Points[at].Y));
            var steps = Math.Max(1, (int)((toX - fromX) * columns));
            for (var step = 0; step < steps; step++)
            {
                var share = (double)step / steps;
                yield return (fromX + ((toX - fromX) * share), series.Shape == SeriesShape.Steps ? fromY : fromY + ((toY - fromY) * share));
            }
        }
    }

    private static void WriteBottom(Page page, Chart chart, Glyphs glyphs, Canvas canvas, Scaling x, int margin)
    {
        var line = new char[canvas.Columns];
        Array.Fill(line, glyphs.Horizontal);
        var text = new char[margin + 1 + canvas.Columns];
        Array.Fill(text, ' ');
        var free = 0;
        foreach (var tick in x.Ticks(canvas.Columns / ColumnsPerTick))
        {
            var column = canvas.Column(x.Share(tick));
            line[column] = glyphs.BottomTick;
            var label = chart.X.Text(tick);
            var start = Math.Clamp(margin + 1 + column - (label.Length / 2), 0, text.Length - label.Length);
            if (start < free) continue;
            label.CopyTo(text.AsSpan(start));
            free = start + label.Length + 1;
        }

        page.Line(Blanks.Of(margin), glyphs.Corner.ToString(), new string(line));
        page.Line(new string(text));
        page.Line(Blanks.Of(Math.Max(0, margin + 1 + canvas.Columns - chart.X.Title.Length)), new Inked(chart.X.Title, Ink.Faint));
    }

    private static void WriteLegend(Page page, Chart chart, Glyphs glyphs, int margin, IReadOnlyList<string> key)
    {
        for (var index = 0; index < chart.Series.Count; index++)
        {
            var series = chart.Series[index];
            if (series.Name.Length == 0 || series.Points.Count == 0) continue;
            var glyph = series.IsFaint ? glyphs.Faint : glyphs.MarkOf(chart.LookOf(index));
            var lead = new Inked(glyph.ToString(), series.IsFaint ? Ink.Faint : Glyphs.InkOf(chart.LookOf(index)));
            foreach (var line in Page.Fold(series.Name, page.Width - margin - 3))
            {
                page.Line(Blanks.Of(margin + 1), lead, " " + line);
                lead = " ";
            }
        }

        if (key.Count > 0) page.Wrapped(string.Join("   ", key), Ink.Faint, Blanks.Of(margin + 1), margin + 1);
    }
}
