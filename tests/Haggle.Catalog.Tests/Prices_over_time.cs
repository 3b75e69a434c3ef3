using Haggle.Catalog.Imports;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests;

public sealed class Prices_over_time
{
    private static readonly Lazy<MarketFile> BuiltIn = new(static () =>
    {
        using var today = File.OpenRead(Data("market.json"));
        using var earlier = File.OpenRead(Data("history.json"));
        return MarketFile.Open("built in", BuiltInMarket.ToBuilder(today, earlier).ToBytes(DateTimeOffset.UnixEpoch));
    });

    [Fact]
    public void The_built_in_texts_are_what_the_price_files_make()
    {
        var market = new MarketBuilder();
        var import = new PriceImport(market);
        foreach (var path in KnownFiles.Expand([SharedPrices.Folder("prices"), Data("single-offers.json")]))
            if (KnownFiles.Describe(path, "", null, "") is { IsShipped: true } file) import.Import(file);
        using var built = MarketFile.Open("of price files", market.ToBytes(DateTimeOffset.UnixEpoch));
        Assert.Equal(File.ReadAllText(Data("market.json")), Text(to => BuiltInMarket.Write(built, to)));
        Assert.Equal(File.ReadAllText(Data("history.json")), Text(to => BuiltInMarket.WriteHistory(built, to)));
    }

    [Fact]
    public void Every_row_of_the_built_in_history_has_a_source_that_may_be_passed_on_and_a_date()
    {
        var file = BuiltIn.Value;
        foreach (var model in AcceleratorTable.All)
        {
            foreach (var price in PriceHistory.Of(file, Wish(model.Name)))
            {
                Assert.NotEmpty(price.Source);
                Assert.InRange(price.AsOf.Year, 2017, 2026);
                Assert.DoesNotContain("no licence", price.Source, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("K80", 2017, 2018, 2019, 2022, 2023, 2024, 2025, 2026)]
    [InlineData("P100", 2019, 2022, 2023, 2024, 2025, 2026)]
    [InlineData("M60", 2017, 2018, 2021, 2022, 2024)]
    [InlineData("P4", 2018, 2021, 2022, 2023, 2024, 2025, 2026)]
    [InlineData("T4", 2018, 2019, 2022, 2023, 2024, 2025, 2026)]
    [InlineData("V100", 2017, 2018, 2019, 2022, 2023, 2024, 2025, 2026)]
    [InlineData("TPU-v2", 2018)]
    [InlineData("GTX1080Ti", 2019)]
    [InlineData("A100", 2022, 2023, 2024, 2025, 2026)]
    public void The_cards_of_the_articles_have_a_price_in_these_years(string card, params int[] years)
    {
        var file = BuiltIn.Value;
        var known = PriceHistory.ByPeriod(PriceHistory.Of(file, Wish(card)), 12).Where(year => year.Prices > 0).Select(year => year.From.Year);
        Assert.Subset(known.ToHashSet(), years.ToHashSet());
    }

    [Fact]
    public void A_year_without_a_source_is_there_and_empty()
    {
        var file = BuiltIn.Value;
        var years = PriceHistory.ByPeriod(PriceHistory.Of(file, Wish("V100")), 12);
        Assert.Equal(Enumerable.Range(2017, 10), years.Select(year => year.From.Year));
        Assert.Equal((0, null, null), years.Where(year => year.From.Year == 2020).Select(year => (year.Prices, year.OnDemand, year.Spot)).Single());
    }

    [Fact]
    public void What_a_source_tells_as_history_is_no_offer_of_today()
    {
        var file = BuiltIn.Value;
        var today = OfferSearch.Ask(file, new OfferQuestion { All = true, Limit = 100_000 }, new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero)).Offers;
        Assert.Empty(today.Where(offer => !offer.IsEstimated && offer.Source.Contains("article", StringComparison.Ordinal)).Select(offer => offer.Key));
        Assert.Contains(PriceHistory.Of(file, Wish("GTX1070Ti")), price => price.Provider == "vast" && price.HourlyNanoUsd == 65_000_000 && price.AsOf.Year == 2018);
    }

    [Fact]
    public void A_slip_of_a_list_is_no_price()
    {
        var path = Path.Combine(Path.GetTempPath(), $"haggle-slip-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        try
        {
            File.WriteAllText(Path.Combine(path, "machinetyperegion.csv"), "NAME;ZONE\na2-ultragpu-2g;us-east4\n");
            File.WriteAllText(Path.Combine(path, "changes.csv"), """
                date,instance,region,hour_usd,hour_spot_usd,month_1y_usd,month_3y_usd
                2023-05-01,a2-ultragpu-2g,us-east4,10,4,,
                2023-05-08,a2-ultragpu-2g,us-east4,2.5,0.6,,
                2023-05-15,a2-ultragpu-2g,us-east4,10,4,,
                2023-06-01,a2-ultragpu-2g,us-east4,6,2,,
                """);
            var market = new MarketBuilder();
            var report = new PriceImport(market).Import(new PriceFile(Path.Combine(path, "changes.csv"), "a list", null, "gcp"));
            Assert.Equal((4, 6, 2), (report.Read, report.Kept, report.LeftOut));
            Assert.Contains(report.Reasons(), reason => reason == "2 left out: less than half of what the machine usually costs: the list lacks a part of it (lines 3, 3)");
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static HistoryQuestion Wish(string card) => new() { Accelerators = [AcceleratorWish.Parse(card, out _)!] };

    private static string Data(string name) => Path.Combine(SharedPrices.Root(), "data", name);

    private static string Text(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return text.ToString();
    }
}
