using System.Text.Json;

namespace Haggle.Cli.Tests;

public sealed class Simulating_policies
{
    private static readonly string[] Quick = ["simulate", "--traces", "traces", "--work", "2h", "--within", "4h", "--start-up", "10m", "--starts", "5"];

    [Fact]
    public async Task Scores_are_shown_for_single_zones_and_sets_of_zones_and_no_run_is_late()
    {
        using var world = Recorded();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync(Quick));
        Assert.Contains("2 single zones, 10 runs of each policy", world.Output, StringComparison.Ordinal);
        Assert.Contains("1 set of zones, 5 runs of each policy", world.Output, StringComparison.Ordinal);
        Assert.All(world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task The_same_command_writes_the_same_bytes()
    {
        var texts = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var world = Recorded();
            Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. Quick, "--json", "--html", "page.html"]));
            texts.Add(world.Output + File.ReadAllText(world.Folder.At("page.html")));
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.Contains("<svg", texts[0], StringComparison.Ordinal);
        Assert.Contains("Cost against the optimum", texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("<script", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_run_is_drawn()
    {
        using var world = Recorded();
        Assert.Equal(ExitCodes.Ok, await world.RunAsync([.. Quick, "--html", "page.html", "--draw", "us-a_v100_1@3"]));
        Assert.Contains("us-a_v100_1, start in tick 3", File.ReadAllText(world.Folder.At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_market_with_prices_is_scored_by_those_prices()
    {
        using var world = new TestWorld();
        var ticks = string.Join(',', Enumerable.Repeat("1", 40));
        File.WriteAllText(world.Folder.At("market.json"), $$"""{"metadata": {"gap_seconds": 600}, "zones": [{"name": "west", "data": [{{ticks}}], "spot": 0.5}], "on_demand": 2}""");
        Assert.Equal(ExitCodes.Ok, await world.RunAsync("simulate", "--market", "market.json", "--work", "2h", "--within", "4h", "--policy", "on-demand", "--json", "--starts", "1"));
        using var json = JsonDocument.Parse(world.Output);
        var result = json.RootElement.GetProperty("results")[0];
        Assert.Equal((7200 + 360) * 2000L, result.GetProperty("cost").GetInt64());
        Assert.Equal((7200 + 360) * 500L, result.GetProperty("optimum").GetInt64());
    }

    [Theory]
    [InlineData("--policy nonsense", "there is no policy 'nonsense'")]
    [InlineData("--policy greed", "Did you mean greedy?")]
    [InlineData("--traces nowhere", "nowhere is not there")]
    [InlineData("--traces traces --market x", "both say what was available")]
    [InlineData("--work 3h --within 2h", "do not fit into")]
    [InlineData("--work soon", "'soon' is not a time")]
    [InlineData("--protocol --work 3h", "has its own kinds of job")]
    [InlineData("--draw a@1", "nothing says where")]
    [InlineData("--starts 0", "is not between 1 and")]
    [InlineData("--traces bad", "is not an availability trace")]
    [InlineData("--market bad/bad.json", "is not a recorded market")]
    [InlineData("--traces traces --html page.html --draw nobody@1", "there is no recording 'nobody'")]
    [InlineData("--traces traces --work 2h --within 4h --html page.html --draw us-a_v100_1@9999", "has room for a start in ticks")]
    public async Task Bad_input_is_explained(string arguments, string message)
    {
        using var world = Recorded();
        Assert.Equal(ExitCodes.BadInput, await world.RunAsync(["simulate", .. arguments.Split(' ')]));
        Assert.Contains(message, world.Error.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", world.Error, StringComparison.Ordinal);
    }

    private static TestWorld Recorded()
    {
        var world = new TestWorld();
        Directory.CreateDirectory(world.Folder.At("traces"));
        Directory.CreateDirectory(world.Folder.At("bad"));
        File.WriteAllText(world.Folder.At("bad/bad.json"), "{}");
        foreach (var (name, shift) in new[] { ("us-a_v100_1", 0), ("us-b_v100_1", 7) })
        {
            var ticks = Enumerable.Range(0, 200).Select(tick => (tick + shift) % 17 < 11 ? "1" : "0");
            File.WriteAllText(world.Folder.At($"traces/{name}.json"), $$"""{"metadata": {"gap_seconds": 600}, "data": [{{string.Join(',', ticks)}}]}""");
        }

        return world;
    }
}
