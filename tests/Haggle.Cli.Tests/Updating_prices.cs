using System.Text.Json;

namespace Haggle.Cli.Tests;

public sealed class Updating_prices : IAsyncLifetime
{
    private readonly TestWorld _world = new();
    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync()
    {
        _vendor = await LocalVendor.StartAsync();
        foreach (var (name, path) in new[] { ("AWS_SPOT", "/spot.js"), ("AWS_INTERRUPTIONS", "/advisor.json"), ("SKYPILOT", "/v7"), ("VAST", ""), ("RUNPOD", ""), ("OCI", ""), ("VULTR", ""), ("VERDA", ""), ("AWS_PRICES", ""), ("AWS_SAVINGS_PLANS", ""), ("AZURE_PRICES", "") })
            _world.Variables[$"HAGGLE_SOURCE_{name}_URL"] = _vendor.Address + path;
    }

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task Each_source_gets_a_line_with_what_changed_and_what_is_held_back()
    {
        Spot(1m);
        _vendor.Put("/advisor.json", """{"spot_advisor":{"us-east-1":{"Linux":{"p3.2xlarge":{"s":70,"r":0}}}}}""");
        Assert.Equal(ExitCodes.Ok, await _world.RunAsync("catalog", "update", "aws-spot", "aws-interruptions"));
        Snapshot.Matches("update-first", Shown(_world));
        Assert.Contains("aws-spot: 1 of 1 parts", _world.Error, StringComparison.Ordinal);

        using var again = Another();
        Spot(1.02m, dear: 99.9m);
        Assert.Equal(ExitCodes.Failed, await again.RunAsync("catalog", "update", "aws-spot", "oci"));
        Snapshot.Matches("update-second", Shown(again));

        // What is held back shows the last price that was believed, marked as such.
        using var asking = Another();
        Assert.Equal(ExitCodes.Ok, await asking.RunAsync("offers", "V100:4", "--spot", "--region", "us-east-1", "--all"));
        Assert.True(asking.Output.Contains("s!", StringComparison.Ordinal), asking.Output);
        Assert.Contains("! not confirmed when its source was asked last", asking.Output, StringComparison.Ordinal);

        using var accepting = Another();
        Assert.Equal(ExitCodes.Ok, await accepting.RunAsync("catalog", "update", "aws-spot", "--accept", "aws-spot", "--json"));
        using var json = JsonDocument.Parse(accepting.Output);
        Assert.Equal("fresh", json.RootElement.GetProperty("sources")[0].GetProperty("state").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("sources")[0].GetProperty("changed").GetInt32());
        Assert.Equal(ExitCodes.Ok, await accepting.RunAsync("offers", "show", "aws/us-east-1/p3.8xlarge/spot", "--json"));
        Assert.Contains("99900000000", accepting.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_are_listed_with_their_age_and_what_they_need()
    {
        Spot(1m);
        await _world.RunAsync("catalog", "update", "aws-spot");
        using var listing = Another();
        Assert.Equal(ExitCodes.Ok, await listing.RunAsync("catalog", "sources"));
        Assert.Matches(@"aws-spot +EC2 spot prices by region +2 +\d\d?s ago", listing.Output);
        Assert.Contains("LAMBDA_API_KEY", listing.Output, StringComparison.Ordinal);
        Assert.All(listing.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("there is no source 'aws-prizes'", "Did you mean aws-prices?", "aws-prizes")]
    [InlineData("there is no source 'vastt'", "Did you mean vast?", "--accept", "vastt")]
    [InlineData("lambda is asked with a credential that is not set", "Set LAMBDA_API_KEY", "lambda")]
    public async Task A_mistake_gets_one_clear_message(string message, string hint, params string[] args)
    {
        Assert.Equal(ExitCodes.BadInput, await _world.RunAsync(["catalog", "update", .. args]));
        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.Contains(hint, _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.Home), "nothing was begun");
    }

    [Fact]
    public async Task Nothing_that_answers_leaves_the_offers_that_came_along()
    {
        Assert.Equal(ExitCodes.Failed, await _world.RunAsync("catalog", "update", "--json"));
        using var json = JsonDocument.Parse(_world.Output);
        Assert.All(json.RootElement.GetProperty("sources").EnumerateArray(), source => Assert.Contains(source.GetProperty("state").GetString(), new[] { "stale", "no-credential" }));
        Assert.Equal(ExitCodes.Ok, await _world.RunAsync("offers", "H100:8", "--spot"));
    }

    [Fact]
    public async Task An_import_waits_for_no_one_and_says_who_is_writing()
    {
        Directory.CreateDirectory(_world.Home);
        using var own = Haggle.Catalog.Live.UpdateLock.Take(_world.Home);
        Assert.Equal(ExitCodes.Conflict, await _world.RunAsync("catalog", "update", "aws-spot"));
        Assert.Contains("another haggle is writing the catalogue", _world.Error, StringComparison.Ordinal);
    }

    // How many offers came along is of no matter here.
    private string Shown(TestWorld world) => System.Text.RegularExpressions.Regex.Replace(world.Output.Replace(_vendor.Address, "http://vendor", StringComparison.Ordinal), @"now has [\d,]+ prices", "now has N prices");

    // The same folders, and a terminal of its own.
    private TestWorld Another()
    {
        var other = new TestWorld(_world);
        foreach (var (name, value) in _world.Variables) other.Variables[name] = value;
        return other;
    }

    private void Spot(decimal price, decimal dear = 4m)
    {
        static string Size(string name, decimal usd) => $$$"""{"size":"{{{name}}}","valueColumns":[{"name":"linux","prices":{"USD":"{{{usd.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}"}}]}""";
        _vendor.Put("/spot.js", $$$"""callback({"config":{"rate":"perhr","regions":[{"region":"us-east","instanceTypes":[{"type":"gpu","sizes":[{{{Size("p3.2xlarge", price)}}},{{{Size("p3.8xlarge", dear)}}}]}]}]}});""");
    }
}
