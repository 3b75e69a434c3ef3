using Haggle.Cli.Render;

namespace Haggle.Cli.Charts;

/// <summary>Writes labels beside their points where there is room; a point whose label has none becomes a letter that is explained below the chart.</summary>
internal sealed class Labels(Canvas canvas)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    private readonly List<string> _key = [];

    /// <summary>"a: p3.2xlarge": what the letters mean.</summary>
    public IReadOnlyList<string> Key => _key;

    public void Place(int column, int row, string label, Ink ink)
    {
        if (label.Length == 0 || PlaceBeside(column, row, label, ink, ofLines: true) || PlaceBeside(column, row, label, ink, ofLines: false)) return;
        if (_key.Count >= Letters.Length) return;
        var letter = Letters[_key.Count];
        canvas.Put(column, row, letter, ink);
        _key.Add($"{letter}: {label}");
    }

    private bool PlaceBeside(int column, int row, string label, Ink ink, bool ofLines)
    {
        var length = label.Length;
        (int Column, int Row)[] places = [(column + 2, row), (column + 1, row - 1), (column - length - 1, row), (column + 1, row + 1), (column - length, row - 1), (column - length, row + 1)];
        foreach (var place in places)
        {
            if (!canvas.IsFree(place.Column, place.Row, length, ofLines)) continue;
            canvas.Write(place.Column, place.Row, label, ink);
            return true;
        }

        return false;
    }
}
