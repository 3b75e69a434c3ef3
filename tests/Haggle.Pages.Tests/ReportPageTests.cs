using Microsoft.Playwright;

namespace Haggle.Pages.Tests;

/// <summary>What readers of a report are promised: one file that works offline, on a phone, in print and for people who see colours differently.</summary>
public sealed class ReportPageTests(Browser browser, Reports reports) : IClassFixture<Browser>, IClassFixture<Reports>
{
    private const int Phone = 360;
    private const int Desk = 1200;

    // What is left of a sheet of A4 between its margins, in the pixels of a style sheet.
    private const int Sheet = 718;

    // WCAG 2.2, success criterion 1.4.3: contrast of text, level AA.
    private const double LeastContrast = 4.5;

    public static TheoryData<string> Kinds { get; } = [.. Reports.Kinds];

    public static TheoryData<string, ColorScheme> Pairs { get; } =
        new(Reports.Kinds.SelectMany(kind => new[] { (kind, ColorScheme.Light), (kind, ColorScheme.Dark) }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_asks_for_nothing_but_itself(string kind)
    {
        var (asked, complaints) = (new List<string>(), new List<string>());
        await using var page = await OpenAsync(kind, Desk, before: it =>
        {
            it.Request += (_, request) => asked.Add(request.Url);
            it.Console += (_, message) => complaints.Add(message.Text);
            it.PageError += (_, error) => complaints.Add(error);
        });
        Assert.Equal([new Uri(reports.File(kind)).AbsoluteUri], asked);
        Assert.Empty(complaints);
        Assert.NotEqual("", await page.Page.TitleAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_phone_shows_all_of_it_without_scrolling_sideways(string kind)
    {
        await using var page = await OpenAsync(kind, Phone);
        Assert.Empty(await page.AskAsync(PageQuestions.SpillsOver));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartTextOutside));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartTextTooSmall));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartTextOverlaps));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wide_window_shows_charts_that_can_be_read(string kind)
    {
        await using var page = await OpenAsync(kind, Desk);
        Assert.Empty(await page.AskAsync(PageQuestions.SpillsOver));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartTextOutside));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartTextOverlaps));
        Assert.Empty(await page.AskAsync(PageQuestions.ChartsWithoutWords));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Paper_is_white_and_nothing_is_cut_off_at_its_edge(string kind)
    {
        await using var page = await OpenAsync(kind, Sheet, ColorScheme.Dark);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(await page.AskAsync(PageQuestions.SpillsOver));
        Assert.Empty(await page.AskAsync(PageQuestions.CutOff));
        Assert.Empty(await page.AskAsync(PageQuestions.TextWithLess(LeastContrast)));
        var paper = await page.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.True(paper.AsSpan().StartsWith("%PDF-"u8));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_word_stands_out_from_what_is_behind_it(string kind, ColorScheme scheme)
    {
        await using var page = await OpenAsync(kind, Desk, scheme);
        Assert.Empty(await page.AskAsync(PageQuestions.TextWithLess(LeastContrast)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Series_of_a_chart_differ_for_everybody(string kind, ColorScheme scheme)
    {
        await using var page = await OpenAsync(kind, Desk, scheme);
        var charts = await page.Page.EvaluateAsync<string[][]>(PageQuestions.SeriesOfCharts);
        foreach (var chart in charts) Assert.Empty(ColourVision.Confusions(chart));
    }

    [Fact]
    public void Colours_that_a_part_of_mankind_takes_for_one_are_found() =>
        Assert.NotEmpty(ColourVision.Confusions(["rgb(200, 40, 40) solid", "rgb(110, 105, 20) solid"]));

    private async Task<OpenPage> OpenAsync(string kind, int width, ColorScheme scheme = ColorScheme.Light, Action<IPage>? before = null) =>
        new(await browser.OpenAsync(reports.File(kind), width, scheme, before));
}
