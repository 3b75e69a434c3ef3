using System.Globalization;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>Draws a chart of points over two axes as SVG.</summary>
internal sealed class SvgChart
{
    private const double PlotHeight = 300;

    /// <summary>Below this many columns and rows two marks could not be told apart; a market has a hundred thousand offers.</summary>
    private const double DotGrid = 2;

    private readonly Chart _chart;

    private readonly SvgFrame _frame;

    private readonly Scaling _x;

    private readonly Scaling _y;

    private readonly double _left;

    private readonly double _right;

    private readonly double _top;

    private readonly double _bottom;

    private readonly int _xTicks;

    private readonly List<string> _key = [];

    private SvgChart(Chart chart, SvgFrame frame)
    {
        _chart = chart;
        _frame = frame;
        _xTicks = frame.IsNarrow ? 5 : 9;
        _x = chart.FitX(_xTicks);
        _y = chart.FitY(7);
        _left = Math.Max(30, _y.Ticks(7).Max(tick => SvgFrame.TextWidth(chart.Y.Text(tick))) + 8);
        _right = frame.Width - 14;
        _top = (frame.Fold(chart.Title).Count * SvgFrame.TextHeight * 1.2) + (Legend().Count() * (SvgFrame.TextHeight + 2)) + SvgFrame.TextHeight + 20;
        _bottom = _top + PlotHeight;
    }

    public static Html Of(Chart chart, SvgFrame frame) => new SvgChart(chart, frame).Draw();

    private Html Draw()
    {
        var plot = new Html();
        DrawAxes(plot);
        var labels = new SvgLabels(_left, _top, _frame.Width, _bottom);
        foreach (var mark in _chart.Marks) DrawMark(plot, labels, mark);
        for (var index = 0; index < _chart.Series.Count; index++) DrawSeries(plot, labels, index);
        foreach (var series in _chart.Series) TakeLines(labels, series);
        // The most important series is the last one: it chooses first.
        for (var index = _chart.Series.Count - 1; index >= 0; index--) DrawLabels(plot, labels, _chart.Series[index]);
        var y = DrawKey(plot, _bottom + (2 * SvgFrame.TextHeight) + 10);
        var html = _frame.Begin(y, _chart.Title, _chart.Description);
        DrawHead(html);
        return html.Add(plot).Close("svg");
    }

    private IEnumerable<int> Legend() => Enumerable.Range(0, _chart.Series.Count).Where(index => _chart.Series[index].Name.Length > 0 && _chart.Series[index].Points.Count > 0);

    private void DrawHead(Html html)
    {
        var y = SvgFrame.TextHeight;
        foreach (var line in _frame.Fold(_chart.Title))
        {
            html.Element("text", line, "x", "0", "y", Html.Number(y), "font-weight", "600");
            y += SvgFrame.TextHeight * 1.2;
        }

        foreach (var index in Legend())
        {
            var series = _chart.Series[index];
            if (series.IsFaint) html.Shape("circle", "cx", "12", "cy", Html.Number(y - 4), "r", "2.5", "class", "faint");
            else
            {
                if (series.Shape != SeriesShape.Points) SvgFrame.Line(html, 0, y - 4, 24, y - 4, $"line {Style(_chart.LookOf(index))}");
                SvgFrame.Mark(html, _chart.LookOf(index), 12, y - 4, 3.5);
            }

            SvgFrame.Label(html, 30, y, series.Name);
            y += SvgFrame.TextHeight + 2;
        }

        SvgFrame.Label(html, 0, y + 2, _chart.Y.Title, style: "soft");
    }

    private void DrawAxes(Html html)
    {
        foreach (var tick in _y.Ticks(7))
        {
            var y = AtY(tick);
            SvgFrame.Line(html, _left, y, _right, y, "grid");
            SvgFrame.Label(html, _left - 5, y + 4, _chart.Y.Text(tick), "end", "soft");
        }

        _frame.BottomAxis(html, _chart.X, _x, _xTicks, _left, _right, _top, _bottom);
        SvgFrame.Label(html, _right, _bottom + (2 * SvgFrame.TextHeight) + 4, _chart.X.Title, "end", "soft");
    }

    private void DrawMark(Html html, SvgLabels labels, Mark mark)
    {
        var x = AtX(mark.X);
        SvgFrame.Line(html, x, _top, x, _bottom, "mark");
        if (labels.Find(x, _top + 12, mark.Label) is { } place) SvgFrame.Label(html, place.X, place.Y, mark.Label, style: "soft halo");
        else _key.Add(mark.Label);
    }

    private void DrawSeries(Html html, SvgLabels labels, int index)
    {
        var series = _chart.Series[index];
        if (series.Shape != SeriesShape.Points && series.Points.Count > 1) html.Shape("path", "d", PathOf(series), "class", $"line {Style(_chart.LookOf(index))}");
        var drawn = new HashSet<(int, int)>();
        var every = series.Shape == SeriesShape.Points || series.MarksPoints ? 1 : Math.Max(1, series.Points.Count / 6);
        for (var at = every == 1 ? 0 : index * every / Math.Max(1, _chart.Series.Count); at < series.Points.Count; at += every)
        {
            var (x, y) = (AtX(series.Points[at].X), AtY(series.Points[at].Y));
            if (!drawn.Add(((int)(x / DotGrid), (int)(y / DotGrid)))) continue;
            if (series.IsFaint) html.Shape("circle", "cx", Html.Number(x), "cy", Html.Number(y), "r", "2.5", "class", "faint");
            else
            {
                SvgFrame.Mark(html, _chart.LookOf(index), x, y);
                labels.Take(x - 5, y - 5, x + 5, y + 5);
            }
        }
    }

    /// <summary>A label on a line of steps is hard to read; slanted lines have gaps that labels fit into, and are not kept free.</summary>
    private void TakeLines(SvgLabels labels, Series series)
    {
        if (series.Shape != SeriesShape.Steps) return;
        for (var at = 1; at < series.Points.Count; at++)
        {
            var (x1, y1) = (AtX(series.Points[at - 1].X), AtY(series.Points[at - 1].Y));
            var (x2, y2) = (AtX(series.Points[at].X), AtY(series.Points[at].Y));
            labels.Take(x1, y1 - 1, x2, y1 + 1);
            labels.Take(x2 - 1, Math.Min(y1, y2), x2 + 1, Math.Max(y1, y2));
        }
    }

    private void DrawLabels(Html html, SvgLabels labels, Series series)
    {
        foreach (var point in series.Points.Where(point => point.Label.Length > 0))
        {
            var (x, y) = (AtX(point.X), AtY(point.Y));
            if (labels.Find(x, y, point.Label) is { } place)
            {
                SvgFrame.Label(html, place.X, place.Y, point.Label, style: series.IsFaint ? "soft halo" : "halo");
                continue;
            }

            var number = (_key.Count + 1).ToString(CultureInfo.InvariantCulture);
            if (labels.Find(x, y, number) is not { } small) continue;
            SvgFrame.Label(html, small.X, small.Y, number, style: "halo");
            _key.Add($"{number}: {point.Label}");
        }
    }

    private double DrawKey(Html html, double y)
    {
        foreach (var line in _key)
        {
            y += SvgFrame.TextHeight + 1;
            SvgFrame.Label(html, 0, y - 4, line, style: "soft");
        }

        return y + 4;
    }

    private string PathOf(Series series)
    {
        var parts = new List<string>();
        var previousY = 0.0;
        foreach (var point in series.Points)
        {
            var (x, y) = (AtX(point.X), AtY(point.Y));
            if (parts.Count == 0) parts.Add($"M{Html.Number(x)} {Html.Number(y)}");
            else if (series.Shape == SeriesShape.Steps) parts.Add($"L{Html.Number(x)} {Html.Number(previousY)}L{Html.Number(x)} {Html.Number(y)}");
            else parts.Add($"L{Html.Number(x)} {Html.Number(y)}");
            previousY = y;
        }

        return string.Concat(parts);
    }

    private double AtX(double value) => _left + (_x.Share(value) * (_right - _left));

    private double AtY(double value) => _bottom - (_y.Share(value) * PlotHeight);

    private static string Style(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index % 6} d{index % 6}");
}
