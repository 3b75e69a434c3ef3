namespace Haggle.Cli.Reports;

/// <summary>A table of a report.</summary>
internal sealed class ReportTable(string caption, params ReportColumn[] columns)
{
    private readonly List<(string[] Cells, bool IsBest)> _rows = [];

    public void Row(params string[] cells) => _rows.Add((cells, false));

    /// <summary>A row that the reader should see first.</summary>
    public void BestRow(params string[] cells) => _rows.Add((cells, true));

    public void WriteTo(Html html)
    {
        html.Open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption).Open("table");
        html.Element("caption", caption).Open("thead").Open("tr");
        foreach (var column in columns) html.Element("th", column.Title, column.Right ? ["scope", "col", "class", "n"] : ["scope", "col"]);
        html.Close("tr").Close("thead").Open("tbody").NewLine();
        foreach (var (cells, isBest) in _rows)
        {
            html.Open("tr", isBest ? ["class", "best"] : []);
            for (var index = 0; index < columns.Length; index++) html.Element("td", cells[index], columns[index].Right ? ["class", "n"] : []);
            html.Close("tr").NewLine();
        }

        html.Close("tbody").Close("table").Close("div").NewLine();
    }
}
