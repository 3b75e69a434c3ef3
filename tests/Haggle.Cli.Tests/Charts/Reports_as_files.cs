using System.Xml.Linq;
using Haggle.Cli.Charts;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Tests.Charts;

public sealed class Reports_as_files
{
    [Fact]
    public void A_report_reads_the_same_as_it_was_looked_at_once()
    {
        Snapshot.Matches("report-sample", Sample());
    }

    [Fact]
    public void A_report_needs_no_network_and_no_script()
    {
        var html = Sample();
        foreach (var way in new[] { "<script", "src=", "url(", "@import", "href=", "http:", "https:", "<iframe", "<link" })
            Assert.DoesNotContain(way, html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_written_is_text_and_nothing_else()
    {
        const string Evil = "</title><script>alert('1')</script>\"'&\u0001";
        var chart = new Chart(Evil, new Axis(Evil, _ => Evil), new Axis(Evil, _ => Evil), [new Series(Evil, SeriesShape.Steps, [new(1, 1, Evil), new(2, 2, Evil)]) { MarksPoints = true }])
        {
            Description = Evil,
            Marks = [new Mark(1, Evil)],
        };
        var table = new ReportTable(Evil, new ReportColumn(Evil));
        table.Row(Evil);
        var html = new Report(Evil, Evil).Heading(Evil).Paragraph(Evil).Note(Evil).List([Evil]).Facts((Evil, Evil)).Table(table).Chart(chart, Evil)
            .Bars(new BarChart(Evil, new Axis(Evil, _ => Evil), [new Bar(Evil, 1) { Low = -1, LowText = Evil, HighText = Evil }]), Evil)
            .Timeline(new Timeline(Evil, new Axis(Evil, _ => Evil), [new TimelineRow(Evil, [new TimelineBand(0, 1, 0, Evil)])]) { Kinds = [Evil] }, Evil)
            .ToHtml(Evil);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', html);
        // Well-formed but for the two elements without an end that HTML has: nothing in the text could close or open an element.
        var parsed = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal)
            .Replace("charset=\"utf-8\">", "charset=\"utf-8\"/>", StringComparison.Ordinal).Replace("'unsafe-inline'\">", "'unsafe-inline'\"/>", StringComparison.Ordinal));
        Assert.Equal(Evil.Replace('\u0001', '\uFFFD'), parsed.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Every_figure_says_in_words_what_it_is_and_gives_its_numbers_as_a_table()
    {
        var parsed = XDocument.Parse(Sample()[Sample().IndexOf("<main>", StringComparison.Ordinal)..].Replace("</body></html>", "", StringComparison.Ordinal));
        var ids = parsed.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var figure in parsed.Descendants("svg"))
        {
            Assert.Equal("img", figure.Attribute("role")?.Value);
            Assert.All(figure.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
            Assert.NotEmpty(figure.Element("title")!.Value);
        }

        Assert.Equal(2 * parsed.Descendants("details").Count(), parsed.Descendants("svg").Count());
    }

    [Fact]
    public void A_hundred_thousand_points_make_a_page_that_still_loads()
    {
        var points = Enumerable.Range(0, 100_000).Select(index => new ChartPoint(1 + (index % 317), 1 + (index % 911))).ToArray();
        var html = new Report("many", "").Chart(Chart.Scatter("many", new Axis("x", AxisText.Number), new Axis("y", AxisText.Number), points, [new(1, 1, "best")])).ToHtml("");
        Assert.InRange(html.Length, 10_000, 6_000_000);
    }

    private static string Sample()
    {
        var table = new ReportTable("Ways to train it", new ReportColumn("way"), new ReportColumn("cost", Right: true), new ReportColumn("why"));
        table.BestRow("own machine", "$4,752", "cheapest over three years");
        table.Row("on demand & spot", "$26,280", "nothing to buy");
        return new Report("Rent, reserve or own?", "Owning pays after 1.5 months, if the machine works 168 hours a week.")
            .Facts(("break-even", "1.5 months"), ("cheapest in 3 years", "own machine"), ("saves", "$21,528"))
            .Heading("Over time").Paragraph("What each way costs in all, month by month.").Chart(SampleCharts.Costs, "Prices of 2019-12-01.")
            .Heading("Frontier").Chart(SampleCharts.Frontier)
            .Heading("Prices").Chart(SampleCharts.Prices)
            .Heading("Parts of the cost").Bars(SampleCharts.Shares).Table(table)
            .Heading("What matters most").Bars(SampleCharts.Tornado, "Each bar changes one assumption and keeps the others.")
            .Heading("The run").Timeline(SampleCharts.Life).List(["one thing", "another"]).Note("All prices carry their source and date.")
            .ToHtml("Made by haggle 0.1.0 from prices of 2019-12-01.");
    }
}
