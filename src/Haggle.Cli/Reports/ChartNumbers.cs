using System.Globalization;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>The numbers behind a figure as a table.</summary>
internal static class ChartNumbers
{
    /// <summary>So many rows of one series at most; of more, every so many-th is shown, and the last.</summary>
    private const int RowsMost = 60;

    public static ReportTable Of(Chart chart)
    {
        var table = new ReportTable(chart.Title, new ReportColumn("series"), new ReportColumn("what"), new ReportColumn(chart.X.Title, Right: true), new ReportColumn(chart.Y.Title, Right: true));
        foreach (var series in chart.Series.Reverse())
        {
            foreach (var point in Thinned(series.Points)) table.Row(series.Name, point.Label, Number(point.X), Number(point.Y));
        }

        return table;
    }

    public static ReportTable Of(BarChart chart)
    {
        var table = new ReportTable(chart.Title, new ReportColumn("what"), new ReportColumn("from", Right: true), new ReportColumn("to", Right: true));
        foreach (var bar in chart.Bars)
        {
            table.Row(bar.Label, Both(chart.Value.Text(bar.Low ?? chart.Base), bar.LowText), Both(chart.Value.Text(bar.High), bar.HighText));
        }

        return table;
    }

    public static ReportTable Of(Timeline timeline)
    {
        var table = new ReportTable(timeline.Title, new ReportColumn("what"), new ReportColumn("is"), new ReportColumn("from", Right: true), new ReportColumn("to", Right: true), new ReportColumn("remark"));
        foreach (var row in timeline.Rows)
        {
            foreach (var band in Thinned(row.Bands))
                table.Row(row.Label, band.Kind < timeline.Kinds.Count ? timeline.Kinds[band.Kind] : "", timeline.Time.Text(band.From), timeline.Time.Text(band.To), band.Text);
        }

        return table;
    }

    private static string Both(string value, string text) => text.Length > 0 && text != value ? $"{value} ({text})" : value;

    private static IEnumerable<T> Thinned<T>(IReadOnlyList<T> points)
    {
        if (points.Count <= RowsMost) return points;
        var every = (points.Count + RowsMost - 1) / RowsMost;
        return points.Where((_, index) => index % every == 0 || index == points.Count - 1);
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,0" : "0.####", CultureInfo.InvariantCulture);
}
