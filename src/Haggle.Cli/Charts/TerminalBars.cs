using Haggle.Cli.Render;

namespace Haggle.Cli.Charts;

/// <summary>Draws horizontal bars with characters: amounts from a base, or a tornado of ranges around it.</summary>
internal static class TerminalBars
{
    private const int WidthMost = 100;

    private const int LabelMost = 30;

    private const int LabelLeast = 6;

    private const int ColumnsLeast = 8;

    public static void Write(Page page, BarChart chart)
    {
        var glyphs = Glyphs.Of(page);
        page.Line(new Inked(chart.Title, Ink.Strong));
        if (chart.Bars.Count == 0) return;
        var width = Math.Min(page.Width, WidthMost);
        var isTornado = chart.Bars.Any(bar => bar.Low is not null);
        // In a tornado each text stands beside the glyph that its bar is made of: both settings may lie on either side.
        var lowMark = isTornado ? $" {glyphs.Below} " : "";
        var highMark = isTornado ? $" {glyphs.Above} " : " ";
        var lowText = isTornado ? chart.Bars.Max(bar => Text(chart, bar, high: false).Length) : 0;
        var room = width - lowText - lowMark.Length - highMark.Length - chart.Bars.Max(bar => Text(chart, bar, high: true).Length) - 1;
        var labelWidth = Math.Min(Math.Min(LabelMost, chart.Bars.Max(bar => bar.Label.Length)), Math.Max(LabelLeast, room - ColumnsLeast));
        var columns = Math.Max(ColumnsLeast, room - labelWidth);
        var scaling = Scaling.Fit(chart.Value, chart.Bars.SelectMany(bar => new[] { bar.High, bar.Low ?? chart.Base }).Append(chart.Base), columns, hasRoundEnds: false);
        foreach (var bar in chart.Bars)
        {
            var line = Drawn(chart, bar, glyphs, scaling, columns);
            if (!isTornado) line = line.TrimEnd();
            page.Line(
                Label(bar, labelWidth, page.Unicode) + " ", new Inked(isTornado ? Text(chart, bar, high: false).PadLeft(lowText) + lowMark : "", Ink.Faint),
                new Inked(line, Ink.Accent), new Inked(highMark + Text(chart, bar, high: true), Ink.Faint));
        }

        if (isTornado)
        {
            var at = labelWidth + 1 + lowText + lowMark.Length + (int)Math.Round(scaling.Share(chart.Base) * (columns - 1));
            var text = $"{chart.Value.Text(chart.Base)} {chart.Value.Title}";
            page.Line(Blanks.Of(Math.Max(0, Math.Min(at - (text.Length / 2), width - text.Length))), new Inked(text, Ink.Faint));
        }
        else if (chart.Value.Title.Length > 0) page.Line(Blanks.Of(labelWidth + 1), new Inked(chart.Value.Title, Ink.Faint));
    }

    /// <summary>The two sides of a tornado differ in glyph: what the lower setting does is light, what the higher one does is full.</summary>
    private static string Drawn(BarChart chart, Bar bar, Glyphs glyphs, Scaling scaling, int columns)
    {
        var line = new char[columns];
        Array.Fill(line, ' ');
        var middle = (int)Math.Round(scaling.Share(chart.Base) * (columns - 1));
        if (bar.Low is { } low) Fill(line, middle, (int)Math.Round(scaling.Share(low) * (columns - 1)), glyphs.Below);
        Fill(line, middle, (int)Math.Round(scaling.Share(bar.High) * (columns - 1)), glyphs.Above);
        line[middle] = bar.Low is null ? line[middle] : glyphs.Vertical;
        return new string(line);
    }

    private static string Label(Bar bar, int width, bool unicode)
    {
        if (bar.Label.Length <= width || unicode) return TextTable.Cut(bar.Label, width).PadRight(width);
        return bar.Label[..width];
    }

    private static void Fill(char[] line, int from, int to, char glyph)
    {
        for (var at = Math.Min(from, to); at <= Math.Max(from, to); at++) line[at] = glyph;
    }

    private static string Text(BarChart chart, Bar bar, bool high)
    {
        var text = high ? bar.HighText : bar.LowText;
        if (text.Length > 0) return text;
        return high ? chart.Value.Text(bar.High) : bar.Low is { } low ? chart.Value.Text(low) : "";
    }
}
