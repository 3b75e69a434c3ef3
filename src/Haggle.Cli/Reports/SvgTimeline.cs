using System.Globalization;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>Draws a timeline as SVG. Kinds differ in colour and in height, so that colour is never the only difference.</summary>
internal static class SvgTimeline
{
    private const double BandHeight = 20;

    public static Html Of(Timeline timeline, SvgFrame frame)
    {
        var title = frame.Fold(timeline.Title);
        var top = (title.Count * SvgFrame.TextHeight * 1.2) + (timeline.Kinds.Count * (SvgFrame.TextHeight + 2)) + 12 + (timeline.Marks.Count > 0 ? SvgFrame.TextHeight : 0);
        var rowHeight = BandHeight + (frame.IsNarrow ? SvgFrame.TextHeight + 8 : 8);
        var bottom = top + (timeline.Rows.Count * rowHeight);
        var left = frame.IsNarrow || timeline.Rows.Count == 0 ? 2 : timeline.Rows.Max(row => SvgFrame.TextWidth(row.Label)) + 10;
        var right = frame.Width - 14;
        var ticks = frame.IsNarrow ? 5 : 9;
        var ends = timeline.Rows.SelectMany(row => row.Bands).SelectMany(band => new[] { band.From, band.To }).Concat(timeline.Marks.Select(mark => mark.X));
        var scaling = Scaling.Fit(timeline.Time, ends, ticks);
        double At(double value) => left + (scaling.Share(value) * (right - left));
        var html = frame.Begin(bottom + (2 * SvgFrame.TextHeight) + 12, timeline.Title, timeline.Description);
        DrawHead(html, timeline, title);
        frame.BottomAxis(html, timeline.Time, scaling, ticks, left, right, top, bottom);
        SvgFrame.Label(html, right, bottom + (2 * SvgFrame.TextHeight) + 6, timeline.Time.Title, "end", "soft");
        for (var index = 0; index < timeline.Rows.Count; index++)
        {
            var y = top + (index * rowHeight) + 4;
            SvgFrame.Label(html, 0, y + 14, timeline.Rows[index].Label);
            foreach (var band in timeline.Rows[index].Bands) DrawBand(html, band, At, y + (frame.IsNarrow ? SvgFrame.TextHeight + 4 : 0));
        }

        foreach (var mark in timeline.Marks)
        {
            SvgFrame.Line(html, At(mark.X), top - 4, At(mark.X), bottom, "mark");
            var isLate = At(mark.X) + SvgFrame.TextWidth(mark.Label) > frame.Width;
            SvgFrame.Label(html, At(mark.X), top - 7, mark.Label, isLate ? "end" : "start", "soft");
        }

        return html.Close("svg");
    }

    private static void DrawHead(Html html, Timeline timeline, IReadOnlyList<string> title)
    {
        var y = SvgFrame.TextHeight;
        foreach (var line in title)
        {
            html.Element("text", line, "x", "0", "y", Html.Number(y), "font-weight", "600");
            y += SvgFrame.TextHeight * 1.2;
        }

        for (var kind = 0; kind < timeline.Kinds.Count; kind++)
        {
            Rectangle(html, 0, 24, y - 4 - (HeightOf(kind) / 2), kind).Close("rect");
            SvgFrame.Label(html, 30, y, timeline.Kinds[kind]);
            y += SvgFrame.TextHeight + 2;
        }
    }

    private static void DrawBand(Html html, TimelineBand band, Func<double, double> at, double y)
    {
        // A band that is too short to be seen is still there.
        var (from, to) = (at(band.From), Math.Max(at(band.To), at(band.From) + 1.5));
        Rectangle(html, from, to, y + ((BandHeight - HeightOf(band.Kind)) / 2), band.Kind);
        if (band.Text.Length > 0) html.Element("title", band.Text);
        html.Close("rect");
        if (band.Kind % 3 == 0 && band.Text.Length > 0 && SvgFrame.TextWidth(band.Text) + 8 < to - from) SvgFrame.Label(html, from + 4, y + 14.5, band.Text, style: "inside");
    }

    private static Html Rectangle(Html html, double from, double to, double y, int kind) => html.Open(
        "rect", "x", Html.Number(from), "y", Html.Number(y), "width", Html.Number(to - from), "height", Html.Number(HeightOf(kind)), "stroke-width", "0",
        "class", string.Create(CultureInfo.InvariantCulture, $"c{kind % 6}"));

    private static double HeightOf(int kind) => (kind % 3) switch { 0 => BandHeight, 1 => BandHeight * 0.62, _ => BandHeight * 0.3 };
}
