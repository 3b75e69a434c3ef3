namespace Haggle.Cli.Reports;

/// <summary>Finds room for labels: none lies on another, on a mark, or outside the plot.</summary>
internal sealed class SvgLabels(double left, double top, double right, double bottom)
{
    private readonly List<(double X1, double Y1, double X2, double Y2)> _taken = [];

    public void Take(double x1, double y1, double x2, double y2) => _taken.Add((x1, y1, x2, y2));

    /// <summary>Where the text may begin (its baseline), beside a point; null when there is no room.</summary>
    public (double X, double Y)? Find(double x, double y, string text)
    {
        var width = SvgFrame.TextWidth(text);
        (double X, double Y)[] places = [(x + 8, y + 4), (x + 6, y - 7), (x - width - 8, y + 4), (x + 6, y + 17), (x - width - 6, y - 7), (x - width - 6, y + 17), (x - (width / 2), y - 10), (x - (width / 2), y + 20)];
        foreach (var place in places)
        {
            var box = (X1: place.X, Y1: place.Y - 11, X2: place.X + width, Y2: place.Y + 3);
            if (box.X1 < left || box.X2 > right || box.Y1 < top || box.Y2 > bottom) continue;
            if (_taken.Exists(other => box.X1 < other.X2 && other.X1 < box.X2 && box.Y1 < other.Y2 && other.Y1 < box.Y2)) continue;
            _taken.Add(box);
            return place;
        }

        return null;
    }
}
