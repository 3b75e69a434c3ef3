using Haggle.Catalog.Questions;
using Haggle.Cli.Render;
using Haggle.Core.Market;

namespace Haggle.Cli.Tests;

public sealed class Prices_over_time
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void The_history_reads_as_it_was_approved(int width)
    {
        FoundOffer[] prices =
        [
            Price("aws", "us-east-1", 2017, 11, 3_060_000_000, Purchase.OnDemand), Price("floydhub", "", 2018, 10, 2_500_000_000, Purchase.OnDemand) with { IsClosed = true },
            Price("gcp", "asia-east1", 2019, 1, 740_000_000, Purchase.Spot), Price("azure", "eastus", 2022, 8, 612_000_000, Purchase.Spot), Price("lambda", "", 2022, 8, 550_000_000, Purchase.OnDemand),
            Price("vast", "Sweden, SE, EU", 2025, 10, 106_300_000, Purchase.OnDemand), Price("verda", "", 2026, 5, 50_000_000, Purchase.Spot),
        ];
        var page = new Page(width, colours: false);
        HistoryView.Write(page, new HistoryQuestion { Accelerators = [AcceleratorWish.Parse("V100", out _)!] }, prices);
        Assert.All(page.ToString().Split('\n'), line => Assert.True(line.Length <= width, $"wider than {width}: {line}"));
        Snapshot.Matches($"history-{width}", page.ToString());
    }

    [Fact]
    public async Task Programs_get_every_price_with_its_source()
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("history", "GTX1070Ti", "--csv"));
        Assert.Contains("\n2018-10-01,GTX1070Ti,0.065,0.065,1,on-demand,vast,,,1x-GTX1070Ti,,\"Maximize your GPU dollars (J. Hale, article)\"\n", world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since 'soon' is neither a year like 2022 nor a day like 2022-04-13", "history", "V100", "--since", "soon")]
    [InlineData("no accelerator 'V1000' is known", "history", "V1000")]
    [InlineData("haggle history needs GPU", "history")]
    public async Task A_mistake_gets_one_clear_message(string message, params string[] args)
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(args));
        Assert.Contains(message, world.Error, StringComparison.Ordinal);
    }

    private static FoundOffer Price(string provider, string region, int year, int month, long nano, Purchase purchase) => new()
    {
        Key = $"{provider}/{region}/x/{purchase}",
        KeyHash = 1,
        Provider = provider,
        Region = region,
        Zone = "",
        InstanceType = "x",
        Accelerator = AcceleratorTable.Find("V100"),
        Count = 1,
        Purchase = purchase,
        HourlyNanoUsd = nano,
        Rank = nano,
        Source = "a list",
        AsOf = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
