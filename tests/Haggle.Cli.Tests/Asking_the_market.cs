using System.Text.Json;

namespace Haggle.Cli.Tests;

public sealed class Asking_the_market
{
    private const string Prices = """
        region,instance_type,ondemand_usd_hour
        us-east-1,p3.2xlarge,3.06
        us-east-1,p3.8xlarge,12.24
        eu-west-1,p3.2xlarge,3.305
        eu-west-1,p3.16xlarge,dear
        us-east-1,p2.xlarge,0
        """;

    [Fact]
    public async Task What_was_imported_is_answered_with_source_and_age()
    {
        using var world = await WithPricesAsync();
        Assert.Contains("1 refused: the price is no number (line 5)", world.Output, StringComparison.Ordinal);
        Assert.Contains("1 left out: a price of 0 means unknown (line 6)", world.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("offers", "show", "aws/us-east-1/p3.2xlarge/on-demand", "--json"));
        using var json = JsonDocument.Parse(world.Output[world.Output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Contains(json.RootElement.GetProperty("offers").EnumerateArray(), offer =>
            offer.GetProperty("price_nano_usd_per_hour").GetInt64() == 3_060_000_000 && offer.GetProperty("source").GetString() == "a test" && offer.GetProperty("as_of").GetDateTimeOffset().Day == 20);
    }

    [Fact]
    public async Task No_result_says_which_filter_removed_how_many()
    {
        using var world = await WithPricesAsync();
        Assert.Equal(ExitCodes.NoOffer, await world.RunAsync("offers", "V100:5"));
        Assert.Contains("have another number of accelerators", world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no accelerator 'H10O' is known", "Did you mean H100?", "offers", "H10O")]
    [InlineData("'x' is no number of accelerators", "", "offers", "H100:x")]
    [InlineData("--gpu-memory 'much' is not a number", "", "offers", "--gpu-memory", "much")]
    [InlineData("--sort 'beauty' is none of price, gpu, fp32, tensor, gb, bandwidth", "", "offers", "--sort", "beauty")]
    [InlineData("there is no offer 'nowhere/at/all'", "", "offers", "show", "nowhere/at/all")]
    public async Task A_mistake_gets_one_clear_message(string message, string hint, params string[] args)
    {
        using var world = await WithPricesAsync();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(args));
        Assert.Contains(message, world.Error, StringComparison.Ordinal);
        Assert.Contains(hint, world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_catalogue_is_named_and_can_be_reset()
    {
        using var world = await WithPricesAsync();
        var path = Catalog.Store.LocalMarket.PathIn(world.Home);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("catalog", "verify"));
        Assert.Contains("is damaged", world.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("catalog", "reset"));
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("catalog", "verify"));
    }

    [Fact]
    public async Task The_built_in_offers_answer_without_anything_imported()
    {
        using var world = new TestWorld { Width = 160 };
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("offers", "H100:8", "--spot"));
        Assert.Contains("p5.48xlarge", world.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Home), "a question writes nothing");
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("gpus", "V100", "--csv"));
        Assert.Contains("V100,NVIDIA,Volta,7.0,2017-06-21,16,15.67,125,", world.Output, StringComparison.Ordinal);
    }

    private static async Task<TestWorld> WithPricesAsync()
    {
        var world = new TestWorld { Width = 160 };
        var file = world.Folder.At("prices.csv");
        File.WriteAllText(file, Prices);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("catalog", "import", file, "--provider", "aws", "--as-of", "2026-07-20", "--source", "a test"));
        return world;
    }
}
