using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Render;

/// <summary>What a GPU cost over the years: a chart, and the lowest prices of each year with who asked them.</summary>
internal static class HistoryView
{
    /// <summary>A chart over more years is drawn by the year: quarters of which no source knows anything would be most of it.</summary>
    private const int QuartersMost = 20;

    /// <summary>The articles' time: who stops before it needs no word about providers that closed soon after.</summary>
    private const int ArticlesYear = 2019;

    public static void Write(Page page, HistoryQuestion question, IReadOnlyList<FoundOffer> prices)
    {
        var names = string.Join(", ", question.Accelerators.Select(wish => wish.Text));
        if (prices.Count == 0)
        {
            page.Wrapped($"No price of {names} is known{(question.Providers.Count > 0 ? $" at {string.Join(" or ", question.Providers)}" : "")}.", Ink.Strong);
            return;
        }

        var years = PriceHistory.ByPeriod(prices, 12);
        WriteChart(page, names, prices, years);
        page.Blank();
        WriteYears(page, years);
        page.Blank();
        page.Wrapped($"The lowest price of one GPU for an hour that any source has of the year; what a year's sources cover differs. {prices.Count:N0} prices; --csv writes all of them with their sources.", Ink.Faint);
        if (years[0].From.Year <= ArticlesYear) WriteClosed(page);
    }

    private static void WriteChart(Page page, string names, IReadOnlyList<FoundOffer> prices, IReadOnlyList<HistoryPeriod> years)
    {
        var quarters = PriceHistory.ByPeriod(prices, 3);
        var periods = quarters.Count <= QuartersMost ? quarters : years;
        var series = new List<Series>
        {
            new("every price that is known", SeriesShape.Points, [.. prices.Where(price => price.HourlyNanoUsd > 0).Select(Point)]) { IsFaint = true },
            new($"lowest on demand of the {Word(periods, years)}", SeriesShape.Line, [.. Lows(periods.Select(period => period.OnDemand))]) { MarksPoints = true },
            new($"lowest spot of the {Word(periods, years)}", SeriesShape.Line, [.. Lows(periods.Select(period => period.Spot))]) { MarksPoints = true },
        };
        if (series[1].Points.Count + series[2].Points.Count < 2) return;
        TerminalChart.Write(page, new Chart($"What one {names} cost for an hour", new Axis("year", Year), new Axis("$ for one GPU, one hour", AxisText.Usd) { IsLog = true }, series), height: 14);
    }

    private static void WriteYears(Page page, IReadOnlyList<HistoryPeriod> years)
    {
        var table = new TextTable(
            new Column("YEAR"), new Column("ON_DEMAND", Right: true), new Column("AT", Folds: true), new Column("SPOT", Right: true, Optional: true), new Column("AT", Folds: true, Optional: true), new Column("PRICES", Right: true, Leaves: 1));
        foreach (var year in years)
            table.Row(
                year.From.Year.ToString(CultureInfo.InvariantCulture), Each(year.OnDemand), year.Prices == 0 ? new Inked("no source has a price", Ink.Faint) : Place(year.OnDemand), Each(year.Spot), Place(year.Spot),
                year.Prices.ToString("N0", CultureInfo.InvariantCulture));
        page.Table(table);
    }

    private static void WriteClosed(Page page)
    {
        var closed = KnownProviders.All.Values.Where(terms => terms.IsClosed).OrderBy(terms => terms.Title, StringComparer.Ordinal)
            .Select(terms => terms.Note.Length > 0 ? $"{terms.Title} ({terms.Note})" : terms.Title);
        page.Wrapped($"Closed since: {string.Join(", ", closed)}.", Ink.Faint);
    }

    private static string Word(IReadOnlyList<HistoryPeriod> periods, IReadOnlyList<HistoryPeriod> years) => ReferenceEquals(periods, years) ? "year" : "quarter";

    private static string Place(FoundOffer? price) => price is null ? "" : price.Provider + (HistoryText.IsClosed(price) ? " (closed)" : "") + (price.Region.Length > 0 ? " " + price.Region : "");

    private static string Each(FoundOffer? price) => price is null ? "" : OffersView.Price((long)Math.Round(price.Rank));

    private static IEnumerable<ChartPoint> Lows(IEnumerable<FoundOffer?> prices) => prices.OfType<FoundOffer>().Select(Point);

    private static ChartPoint Point(FoundOffer price) => new(price.AsOf.Year + (price.AsOf.DayOfYear / 366.0), price.Rank / 1e9);

    private static string Year(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
