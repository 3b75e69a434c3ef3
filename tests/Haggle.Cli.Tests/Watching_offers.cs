using System.Text.Json;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Core.Market;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

public sealed class Watching_offers
{
    private static readonly OfferQuestion Question = new() { Accelerators = [AcceleratorWish.Parse("V100", out _)!], Providers = ["aws"], Purchases = default(PurchaseSet).With(Purchase.OnDemand), Region = "test", All = true };

    [Fact]
    public async Task Into_a_pipe_only_what_changed_is_written()
    {
        using var world = new TestWorld { Width = 160 };
        await ImportAsync(world, "2026-07-01", "test-1,p3.2xlarge,3.06\ntest-2,p3.8xlarge,12.24\n");
        var watch = new OfferWatch(world.World(), Question, json: false, csv: false);
        var start = world.Output.Length;
        watch.Step();
        watch.Step();
        var first = world.Output[start..];
        Assert.Equal(1, Count(first, "test-1"));
        Assert.DoesNotContain("CHANGE", first, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", first, StringComparison.Ordinal);

        await ImportAsync(world, "2026-07-02", "test-1,p3.2xlarge,2.754\ntest-3,p3.16xlarge,24.48\n");
        start = world.Output.Length;
        watch.Step();
        var second = world.Output[start..];
        Assert.Contains("CHANGE", second, StringComparison.Ordinal);
        Assert.Contains("-10%", Line(second, "test-1"), StringComparison.Ordinal);
        Assert.Contains("new", Line(second, "test-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_that_is_gone_is_named()
    {
        using var world = new TestWorld();
        await ImportAsync(world, "2026-07-01", "test-1,p3.2xlarge,3.06\ntest-2,p3.8xlarge,12.24\n");
        var watch = new OfferWatch(world.World(), Question, json: false, csv: false);
        watch.Step();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("catalog", "reset"));
        await ImportAsync(world, "2026-07-02", "test-1,p3.2xlarge,3.06\n");
        watch.Step();
        Assert.Contains("aws/test-2/p3.8xlarge/on-demand ($12.240).", world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_ends_well_when_it_is_cancelled()
    {
        using var world = new TestWorld();
        using var stopping = new CancellationTokenSource();
        var watching = world.RunAsync(stopping.Token, "offers", "V100", "--watch", "--every", "1h");
        await stopping.CancelAsync();
        Assert.Equal(ExitCodes.Ok, await watching);
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync("offers", "V100", "--watch", "--every", "often"));
    }

    [Fact]
    public async Task What_programs_read_is_the_message_of_the_API_and_nothing_else()
    {
        using var world = new TestWorld();
        foreach (var arguments in new[] { new[] { "offers", "--all", "--limit", "10000" }, ["offers", "H100:8", "--reserved", "--managed", "--free", "--spot"], ["offers", "show", "sagemaker/us-east-1/ml.p3.2xlarge/managed"] })
        {
            var start = world.Output.Length;
            Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. arguments, "--json"]));
            var json = world.Output[start..];
            var strict = new JsonSerializerOptions(RestJson.Default.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
            var message = JsonSerializer.Deserialize(json, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<OfferListMessage>)strict.GetTypeInfo(typeof(OfferListMessage)))!;
            Assert.NotEmpty(message.Offers);
            Assert.All(message.Offers, offer => Assert.Equal(Haggle.Catalog.Store.OfferKeys.Hash(offer.Key).ToString("x16", System.Globalization.CultureInfo.InvariantCulture)[..10], offer.Id));
        }
    }

    private static async Task ImportAsync(TestWorld world, string day, string rows)
    {
        var file = world.Folder.At("prices.csv");
        await File.WriteAllTextAsync(file, "region,instance_type,ondemand_usd_hour\n" + rows);
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("catalog", "import", file, "--provider", "aws", "--as-of", day));
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    private static string Line(string text, string part) => text.Split('\n').Last(line => line.Contains(part, StringComparison.Ordinal));
}
