using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>The size a figure is drawn in, and the parts that all figures share.</summary>
/// <param name="Id">What its ids begin with; unique in the report.</param>
/// <param name="Class">Which of the two sizes it is, for the style sheet.</param>
/// <param name="Width">Its width, in the units that text is 13 high in.</param>
internal sealed record SvgFrame(string Id, string Class, double Width)
{
    /// <summary>A letter of our text, about, in the widest of the fonts that systems have for it: enough to keep labels off one another and inside.</summary>
    private const double LetterWidth = 8.3;

    public const double TextHeight = 15;

    public bool IsNarrow => Class == "narrow";

    public static SvgFrame Wide(string id) => new(id, "wide", 760);

    public static SvgFrame Narrow(string id) => new(id, "narrow", 360);

    public static double TextWidth(string text) => text.Length * LetterWidth;

    /// <summary>The figure's element with its title and description, which a screen reader reads instead of it.</summary>
    public Html Begin(double height, string title, string description)
    {
        var html = new Html();
        var labels = description.Length > 0 ? $"{Id}t {Id}d" : $"{Id}t";
        html.Open("svg", "class", Class, "viewBox", $"0 0 {Html.Number(Width)} {Html.Number(height)}", "role", "img", "aria-labelledby", labels);
        html.Element("title", title, "id", Id + "t");
        if (description.Length > 0) html.Element("desc", description, "id", Id + "d");
        return html;
    }

    /// <summary>The text of a title over as many lines as the width needs.</summary>
    public IReadOnlyList<string> Fold(string text) => [.. Render.Page.Fold(text, (int)(Width / LetterWidth))];

    public static Html Label(Html html, double x, double y, string text, string anchor = "start", string style = "") =>
        html.Element("text", text, style.Length > 0 ? ["x", Html.Number(x), "y", Html.Number(y), "text-anchor", anchor, "class", style] : ["x", Html.Number(x), "y", Html.Number(y), "text-anchor", anchor]);

    public static void Line(Html html, double x1, double y1, double x2, double y2, string style) =>
        html.Shape("line", "x1", Html.Number(x1), "y1", Html.Number(y1), "x2", Html.Number(x2), "y2", Html.Number(y2), "class", style);

    /// <summary>The mark of a series: a shape of its own, so that colour is never the only difference.</summary>
    public static void Mark(Html html, int series, double x, double y, double size = 4)
    {
        var style = "c" + Html.Number(series % 6);
        switch (series % 6)
        {
            case 0:
                html.Shape("circle", "cx", Html.Number(x), "cy", Html.Number(y), "r", Html.Number(size), "class", style);
                break;
            case 1:
                Polygon(html, style, (x, y - size - 1), (x + size + 1, y + size), (x - size - 1, y + size));
                break;
            case 2:
                Polygon(html, style, (x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size));
                break;
            case 3:
                Polygon(html, style, (x, y - size - 1.5), (x + size + 1.5, y), (x, y + size + 1.5), (x - size - 1.5, y));
                break;
            case 4:
                Polygon(html, style, (x, y + size + 1), (x + size + 1, y - size), (x - size - 1, y - size));
                break;
            default:
                Polygon(html, style, (x - size, y - 1.5), (x + size, y - 1.5), (x + size, y + 1.5), (x - size, y + 1.5));
                break;
        }
    }

    /// <summary>Writes the ticks of an X axis along the bottom of a plot. A label at the end of the axis is moved inwards, not cut off.</summary>
    public void BottomAxis(Html html, Axis axis, Scaling scaling, int ticks, double left, double right, double top, double bottom)
    {
        var free = double.MinValue;
        foreach (var tick in scaling.Ticks(ticks))
        {
            var x = left + (scaling.Share(tick) * (right - left));
            var label = axis.Text(tick);
            Line(html, x, top, x, bottom, "grid");
            var half = TextWidth(label) / 2;
            var middle = Math.Clamp(x, half, Width - half);
            if (middle - half < free) continue;
            Label(html, middle, bottom + TextHeight + 2, label, "middle", "soft");
            free = middle + half + 4;
        }

        Line(html, left, bottom, right, bottom, "axis");
    }

    private static void Polygon(Html html, string style, params ReadOnlySpan<(double X, double Y)> corners)
    {
        var points = new List<string>();
        foreach (var (x, y) in corners) points.Add($"{Html.Number(x)},{Html.Number(y)}");
        html.Shape("polygon", "points", string.Join(' ', points), "class", style);
    }
}
