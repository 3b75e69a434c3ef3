using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>Draws horizontal bars as SVG: amounts from a base, or a tornado of ranges around it.</summary>
internal static class SvgBars
{
    private const double BarHeight = 16;

    public static Html Of(BarChart chart, SvgFrame frame)
    {
        var title = frame.Fold(chart.Title);
        var top = (title.Count * SvgFrame.TextHeight * 1.2) + 10;
        // On a phone the label stands above its bar, beside it there would be no room for either.
        var rowHeight = BarHeight + (frame.IsNarrow ? SvgFrame.TextHeight + 14 : 10);
        var bottom = top + (chart.Bars.Count * rowHeight);
        var labelWidth = frame.IsNarrow || chart.Bars.Count == 0 ? 0 : chart.Bars.Max(bar => SvgFrame.TextWidth(bar.Label)) + 10;
        var lowText = Widest(chart, high: false);
        var left = labelWidth + lowText;
        var right = frame.Width - Widest(chart, high: true) - 6;
        var ticks = frame.IsNarrow ? 4 : 7;
        var scaling = chart.Fit(ticks);
        var html = frame.Begin(bottom + (2 * SvgFrame.TextHeight) + 12, chart.Title, chart.Description);
        for (var line = 0; line < title.Count; line++) html.Element("text", title[line], "x", "0", "y", Html.Number(SvgFrame.TextHeight * (1 + (line * 1.2))), "font-weight", "600");
        frame.BottomAxis(html, chart.Value, scaling, ticks, left, right, top, bottom);
        SvgFrame.Label(html, right, bottom + (2 * SvgFrame.TextHeight) + 6, chart.Value.Title, "end", "soft");
        double At(double value) => left + (scaling.Share(value) * (right - left));
        var y = top;
        foreach (var bar in chart.Bars)
        {
            SvgFrame.Label(html, 0, y + 12, bar.Label);
            DrawBar(html, chart, bar, y + (frame.IsNarrow ? SvgFrame.TextHeight + 4 : 0), At);
            y += rowHeight;
        }

        SvgFrame.Line(html, At(chart.Base), top, At(chart.Base), bottom, "axis");
        return html.Close("svg");
    }

    private static void DrawBar(Html html, BarChart chart, Bar bar, double y, Func<double, double> at)
    {
        var ends = new List<(double X, string Text)> { (at(bar.High), Text(chart, bar, high: true)) };
        Rectangle(html, at(chart.Base), ends[0].X, y, "c0");
        if (bar.Low is { } low)
        {
            ends.Add((at(low), Text(chart, bar, high: false)));
            Rectangle(html, at(chart.Base), ends[1].X, y, "c1 light");
        }

        // The two ends of a range may both lie on one side of the base; then only the farther one has room for its text.
        foreach (var (x, text) in ends)
        {
            var isLeft = x < at(chart.Base);
            if (ends.Exists(other => other.X < at(chart.Base) == isLeft && Math.Abs(other.X - at(chart.Base)) > Math.Abs(x - at(chart.Base)))) continue;
            SvgFrame.Label(html, isLeft ? x - 4 : x + 4, y + 12, text, isLeft ? "end" : "start", "soft");
        }
    }

    private static void Rectangle(Html html, double from, double to, double y, string style) =>
        html.Shape("rect", "x", Html.Number(Math.Min(from, to)), "y", Html.Number(y), "width", Html.Number(Math.Abs(to - from)), "height", Html.Number(BarHeight), "class", style);

    private static double Widest(BarChart chart, bool high)
    {
        var isTornado = chart.Bars.Any(bar => bar.Low is not null);
        if (chart.Bars.Count == 0 || (!isTornado && !high)) return 0;
        // In a tornado either setting may lie on either side.
        return chart.Bars.Max(bar => Math.Max(SvgFrame.TextWidth(Text(chart, bar, high)), isTornado ? SvgFrame.TextWidth(Text(chart, bar, !high)) : 0)) + 6;
    }

    private static string Text(BarChart chart, Bar bar, bool high)
    {
        var text = high ? bar.HighText : bar.LowText;
        if (text.Length > 0) return text;
        return high ? chart.Value.Text(bar.High) : bar.Low is { } low ? chart.Value.Text(low) : "";
    }
}
