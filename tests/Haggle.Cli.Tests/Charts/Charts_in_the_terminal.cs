using Haggle.Cli.Charts;
using Haggle.Cli.Render;

namespace Haggle.Cli.Tests.Charts;

public sealed class Charts_in_the_terminal
{
    private static readonly Dictionary<string, Action<Page>> Drawings = new()
    {
        ["lines"] = page => TerminalChart.Write(page, SampleCharts.Costs),
        ["frontier"] = page => TerminalChart.Write(page, SampleCharts.Frontier),
        ["steps"] = page => TerminalChart.Write(page, SampleCharts.Prices, height: 10),
        ["bars"] = page => TerminalBars.Write(page, SampleCharts.Shares),
        ["tornado"] = page => TerminalBars.Write(page, SampleCharts.Tornado),
    };

    public static TheoryData<string> Names => [.. Drawings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chart_reads_the_same_on_paper_as_it_was_read_once(string name)
    {
        var text = string.Join('\n', new[] { (80, true), (80, false), (50, true) }.Select(look => Drawn(name, look.Item1, colours: false, look.Item2)));
        Snapshot.Matches("chart-" + name, text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chart_fits_every_width_and_without_Unicode_it_is_ASCII(string name)
    {
        for (var width = 40; width <= 120; width++)
        {
            Assert.All(Drawn(name, width, colours: false, unicode: true).Split('\n'), line => Assert.True(line.Length <= width, $"{width}: {line}"));
            Assert.All(Drawn(name, width, colours: false, unicode: false), letter => Assert.True(char.IsAscii(letter), $"'{letter}'"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Colours_add_nothing_but_colour(string name)
    {
        var plain = Drawn(name, 80, colours: false, unicode: true);
        var coloured = Drawn(name, 80, colours: true, unicode: true);
        Assert.NotEqual(plain, coloured);
        Assert.Equal(WithoutBlanks(plain), WithoutBlanks(System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9]+m", "")));
    }

    [Fact]
    public void A_chart_of_nothing_or_of_one_point_is_drawn_too()
    {
        foreach (var points in new ChartPoint[][] { [], [new(0, 0)], [new(3, 0)], [new(5, 5, "only")] })
        {
            foreach (var isLog in new[] { false, true })
            {
                var page = new Page(60, colours: false, unicode: true);
                TerminalChart.Write(page, new Chart("t", new Axis("x", AxisText.Number) { IsLog = isLog }, new Axis("y", AxisText.Usd) { IsLog = isLog }, [new Series("s", SeriesShape.Line, points)]));
                Assert.NotEmpty(page.ToString());
            }
        }
    }

    [Fact]
    public void Charts_use_Unicode_only_where_it_is_shown()
    {
        Assert.True(Terminal.IsUtf8(name => name == "LANG" ? "en_GB.UTF-8" : null));
        Assert.False(Terminal.IsUtf8(name => name == "LANG" ? "en_GB.UTF-8" : name == "LC_ALL" ? "C" : null));
        Assert.False(Terminal.IsUtf8(_ => null));
        using var world = new TestWorld();
        Assert.False(world.World().Terminal.OutputPage().Unicode);
    }

    private static string Drawn(string name, int width, bool colours, bool unicode)
    {
        var page = new Page(width, colours, unicode);
        Drawings[name](page);
        return page.ToString();
    }

    private static string WithoutBlanks(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
}
