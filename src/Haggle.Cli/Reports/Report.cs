using System.Globalization;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else: no network, no script. Light and dark, readable on a phone and on paper; every chart has its numbers
/// as a table below it, for those who cannot see it and those who want them.
/// </summary>
/// <param name="title">What the report answers.</param>
/// <param name="lead">The answer, in a sentence or two.</param>
internal sealed class Report(string title, string lead)
{
    private readonly Html _body = new();

    private int _figures;

    public Report Heading(string text)
    {
        _body.Element("h2", text).NewLine();
        return this;
    }

    public Report Paragraph(string text)
    {
        _body.Element("p", text).NewLine();
        return this;
    }

    /// <summary>A remark in small print.</summary>
    public Report Note(string text)
    {
        _body.Element("p", text, "class", "note").NewLine();
        return this;
    }

    public Report List(IEnumerable<string> items)
    {
        _body.Open("ul");
        foreach (var item in items) _body.Element("li", item);
        _body.Close("ul").NewLine();
        return this;
    }

    /// <summary>The few numbers that matter most, large.</summary>
    public Report Facts(params (string Label, string Value)[] facts)
    {
        _body.Open("dl", "class", "facts");
        foreach (var (label, value) in facts) _body.Open("div").Element("dt", label).Element("dd", value).Close("div");
        _body.Close("dl").NewLine();
        return this;
    }

    public Report Table(ReportTable table)
    {
        table.WriteTo(_body);
        return this;
    }

    public Report Chart(Chart chart, string caption = "")
    {
        Figure(frame => SvgChart.Of(chart, frame), caption);
        return Numbers(chart.Series.Sum(series => series.Points.Count) == 0 ? null : ChartNumbers.Of(chart));
    }

    public Report Bars(BarChart chart, string caption = "")
    {
        Figure(frame => SvgBars.Of(chart, frame), caption);
        return Numbers(ChartNumbers.Of(chart));
    }

    public Report Timeline(Timeline timeline, string caption = "")
    {
        Figure(frame => SvgTimeline.Of(timeline, frame), caption);
        return Numbers(ChartNumbers.Of(timeline));
    }

    /// <summary>The whole file.</summary>
    /// <param name="footer">Where the numbers come from and from when they are.</param>
    public string ToHtml(string footer)
    {
        var page = new Html();
        page.Constant("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        // Nothing may be fetched, whatever text found its way in here.
        page.Constant("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.Element("title", title).Open("style").Constant(ReportStyle.Sheet).Close("style").Constant("</head>\n<body><main>\n");
        page.Element("h1", title).Element("p", lead, "class", "lead").NewLine().Add(_body);
        return page.Element("footer", footer).Constant("\n</main></body></html>\n").ToString();
    }

    /// <summary>Each figure is drawn twice, for a wide page and for a phone, where the wide one would be too small to read; the style shows one of them.</summary>
    private void Figure(Func<SvgFrame, Html> draw, string caption)
    {
        _figures++;
        var id = _figures.ToString(CultureInfo.InvariantCulture);
        _body.Open("figure").NewLine();
        _body.Add(draw(SvgFrame.Wide("w" + id))).NewLine().Add(draw(SvgFrame.Narrow("n" + id))).NewLine();
        if (caption.Length > 0) _body.Element("figcaption", caption);
        _body.Close("figure").NewLine();
    }

    private Report Numbers(ReportTable? table)
    {
        if (table is null) return this;
        _body.Open("details").Element("summary", "The numbers");
        table.WriteTo(_body);
        _body.Close("details").NewLine();
        return this;
    }
}
