using System.Text.Json.Nodes;
using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Sources;

namespace Haggle.Catalog.Tests.Live;

public sealed class Updating_the_catalogue : IAsyncLifetime
{
    private readonly UpdateTry _try = new();
    private LocalVendor _vendor = null!;

    private ILiveSource Vast => new VastOffers(_vendor.Address);

    private ILiveSource Aws => new AwsPriceList(_vendor.Address);

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _try.Dispose();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task One_source_that_fails_keeps_its_last_prices_marked_stale_and_the_rest_is_updated()
    {
        Offer(Machine(1, "0.5"));
        List("v1", "3.06");
        var first = await _try.RunAsync(Vast, Aws);
        Assert.True(first.IsWhole);
        Assert.Equal(["aws/us-east-1/p3.2xlarge/on-demand 3.06", "vast/Sweden, SE/1x-T4-m1/on-demand 0.5"], _try.Today());

        _vendor.On("/api/v0/bundles/", LocalVendor.Status(500));
        List("v2", "3.1");
        var second = await _try.RunAsync(Vast, Aws);
        Assert.Equal([SourceState.Failed, SourceState.Fresh], second.Sources.Select(source => source.State));
        Assert.Contains("answered 500, 6 times", second.Sources[0].Why, StringComparison.Ordinal);
        Assert.Equal(["aws/us-east-1/p3.2xlarge/on-demand 3.1", "vast/Sweden, SE/1x-T4-m1/on-demand 0.5 stale"], _try.Today());
        Assert.Contains("answered 500", LiveSources.Remembered(_try.State, "vast").Fault, StringComparison.Ordinal);

        Offer(Machine(1, "0.5"));
        Assert.True((await _try.RunAsync(Vast, Aws)).IsWhole);
        Assert.Equal(["aws/us-east-1/p3.2xlarge/on-demand 3.1", "vast/Sweden, SE/1x-T4-m1/on-demand 0.5"], _try.Today());
    }

    [Fact]
    public async Task One_part_that_fails_keeps_its_last_prices_and_what_is_known_is_not_fetched_again()
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", Csv("us-east-1", "3.06")), ("eu-west-1", Csv("eu-west-1", "3.3")));
        await _try.RunAsync(Aws);
        AwsFixture.Serve(_vendor, "v2", ("us-east-1", Csv("us-east-1", "3.07")), ("eu-west-1", "<html>"));
        var report = (await _try.RunAsync(Aws)).Sources.Single();
        Assert.Equal(SourceState.Partly, report.State);
        Assert.Equal(["eu-west-1: the list ends before its rows begin; it is cut off"], report.Stale);
        Assert.Equal((0, 1), (report.Gone, report.Changed));
        Assert.Equal(["aws/eu-west-1/p3.2xlarge/on-demand 3.3 stale", "aws/us-east-1/p3.2xlarge/on-demand 3.07"], _try.Today());

        // The next update fetches only what is missing.
        AwsFixture.Serve(_vendor, "v2", ("us-east-1", "not asked for"), ("eu-west-1", Csv("eu-west-1", "3.4")));
        _vendor.Asked.Clear();
        Assert.True((await _try.RunAsync(Aws)).IsWhole);
        Assert.DoesNotContain(_vendor.Asked, path => path.Contains("v2/us-east-1", StringComparison.Ordinal));
        Assert.Equal(["aws/eu-west-1/p3.2xlarge/on-demand 3.4", "aws/us-east-1/p3.2xlarge/on-demand 3.07"], _try.Today());
    }

    [Fact]
    public async Task What_a_source_no_longer_tells_of_becomes_history_and_may_come_back()
    {
        Offer(Machine(1, "0.5"), Machine(2, "0.6"), Machine(3, "0.7"));
        await _try.RunAsync(Vast);
        Offer(Machine(1, "0.5"), Machine(3, "0.7"));
        Assert.Equal((1, 0, 0), Counts((await _try.RunAsync(Vast)).Sources.Single()));
        Assert.Equal(["vast/Sweden, SE/1x-T4-m1/on-demand 0.5", "vast/Sweden, SE/1x-T4-m3/on-demand 0.7"], _try.Today());
        Assert.Contains("vast/Sweden, SE/1x-T4-m2/on-demand 0.6 13:00", _try.History());
        Offer(Machine(1, "0.5"), Machine(2, "0.65"), Machine(3, "0.7"));
        Assert.Equal((0, 1, 0), Counts((await _try.RunAsync(Vast)).Sources.Single()));
        Assert.Contains("vast/Sweden, SE/1x-T4-m2/on-demand 0.65", _try.Today());
    }

    [Fact]
    public async Task Of_a_price_that_stays_only_its_beginning_is_kept_beside_todays()
    {
        foreach (var price in new[] { "0.5", "0.5", "0.5", "0.5", "0.6", "0.6", "0.6", "0.5", "0.5", "0.5" })
        {
            Offer(Machine(1, price));
            await _try.RunAsync(Vast);
        }

        Assert.Equal(["vast/Sweden, SE/1x-T4-m1/on-demand 0.5"], _try.Today());
        const string Offered = "vast/Sweden, SE/1x-T4-m1/on-demand";
        Assert.Equal([$"{Offered} 0.5 13:00", $"{Offered} 0.5 20:00", $"{Offered} 0.6 17:00"], _try.History());
        Assert.Equal(["13:00 22:00"], _try.Read((file, row) => file.String(row.Provider) == "vast" ? $"{row.FirstSeen:HH:mm} {row.LastSeen:HH:mm}" : "", history: false));
    }

    [Fact]
    public async Task A_price_that_moved_too_far_waits_until_somebody_has_looked()
    {
        Offer([.. Enumerable.Range(1, 20).Select(i => Machine(i, "0.5"))]);
        await _try.RunAsync(Vast);
        Offer([.. Enumerable.Range(1, 20).Select(i => Machine(i, i == 7 ? "50" : "0.55"))]);
        for (var round = 0; round < 2; round++)
        {
            var report = (await _try.RunAsync(Vast)).Sources.Single();
            Assert.Equal(SourceState.Fresh, report.State);
            var held = Assert.Single(report.Held);
            Assert.Equal(("vast/Sweden, SE/1x-T4-m7/on-demand", "$0.50", "$50.00"), (held.Offer, held.Before.ToString(), held.Now.ToString()));
            Assert.Contains("vast/Sweden, SE/1x-T4-m7/on-demand 0.5 stale", _try.Today());
            Assert.Contains("vast/Sweden, SE/1x-T4-m8/on-demand 0.55", _try.Today());
        }

        Assert.True((await _try.RunAsync("vast", CancellationToken.None, Vast)).IsWhole);
        Assert.Contains("vast/Sweden, SE/1x-T4-m7/on-demand 50", _try.Today());
    }

    [Fact]
    public async Task A_source_that_lost_half_its_prices_is_held_back_until_it_is_accepted()
    {
        Offer([.. Enumerable.Range(1, 20).Select(i => Machine(i, "0.5"))]);
        await _try.RunAsync(Vast);
        Offer([.. Enumerable.Range(1, 9).Select(i => Machine(i, "0.6"))]);
        var report = (await _try.RunAsync(Vast)).Sources.Single();
        Assert.Equal((SourceState.Held, "it gave 9 prices, and 20 before"), (report.State, report.Why));
        Assert.Equal(20, _try.Today().Length);
        Assert.All(_try.Today(), row => Assert.EndsWith("0.5 stale", row, StringComparison.Ordinal));
        await _try.RunAsync("vast", CancellationToken.None, Vast);
        Assert.Equal(9, _try.Today().Length);
    }

    [Fact]
    public async Task Rows_of_another_format_hold_the_source_back()
    {
        Offer([.. Enumerable.Range(1, 20).Select(i => Machine(i, "0.5"))]);
        await _try.RunAsync(Vast);
        Offer([.. Enumerable.Range(1, 50).Select(i => Machine(i, i <= 15 ? "0.5" : "\"cheap\""))]);
        Assert.Equal("35 of its 50 rows were refused: its format has changed", (await _try.RunAsync(Vast)).Sources.Single().Why);
        Assert.Equal(20, _try.Today().Length);
    }

    [Fact]
    public async Task A_stopped_update_changes_nothing_and_the_next_one_goes_on_there()
    {
        Offer(Machine(1, "0.5"));
        await _try.RunAsync(Vast);
        var before = _try.Today();
        using var stopping = new CancellationTokenSource();
        var regions = Enumerable.Range(1, 9).Select(i => ($"eu-west-{i}", Csv($"eu-west-{i}", "3.06"))).ToArray();
        AwsFixture.Serve(_vendor, "v1", regions);
        _vendor.On("/offers/v1.0/aws/AmazonEC2/v1/eu-west-9/index.csv", async context =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _try.RunAsync("", stopping.Token, Aws, Vast));
        Assert.Equal(before, _try.Today());

        AwsFixture.Serve(_vendor, "v1", regions);
        var asked = _vendor.Asked.Count(path => path.EndsWith(".csv", StringComparison.Ordinal));
        Assert.True((await _try.RunAsync(Aws, Vast)).IsWhole);
        Assert.Equal(10, _try.Today().Length);
        Assert.True(_vendor.Asked.Count(path => path.EndsWith(".csv", StringComparison.Ordinal)) - asked < 9, "what was read before is not read again");
    }

    [Fact]
    public async Task One_part_that_never_answers_does_not_keep_the_others_from_being_asked()
    {
        const string Header = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\n";
        foreach (var price in new[] { "23.92", "24.92" })
        {
            _vendor.On("/lambda/vms.csv", $"{Header}gpu_8x_h100_sxm5,H100,8.0,208.0,1800.0,{price},us-east-1,,\n", $"\"{price}\"");
            Assert.Equal(SourceState.Partly, (await _try.RunAsync(new SkyPilotFiles(_vendor.Address))).Sources.Single().State);
            Assert.Equal([$"lambda/us-east-1/gpu_8x_h100_sxm5/on-demand {price}"], _try.Today());
        }
    }

    [Fact]
    public async Task A_shelf_that_is_damaged_is_filled_again()
    {
        List("v1", "3.06");
        await _try.RunAsync(Aws);
        var part = Directory.GetFiles(_try.State, "us-east-1.catalogue", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(part);
        bytes[^3] ^= 1;
        File.WriteAllBytes(part, bytes);
        File.WriteAllText(Directory.GetFiles(_try.State, "state.json", SearchOption.AllDirectories).Single(), "{ broken");
        Assert.True((await _try.RunAsync(Aws)).IsWhole);
        Assert.Equal(["aws/us-east-1/p3.2xlarge/on-demand 3.06"], _try.Today());
    }

    [Fact]
    public async Task Bands_are_noted_with_spot_offers_of_another_source_also_when_nothing_changed()
    {
        _vendor.On("/spot.js", """callback({"config":{"rate":"perhr","regions":[{"region":"us-east","instanceTypes":[{"type":"g","sizes":[{"size":"p3.2xlarge","valueColumns":[{"name":"linux","prices":{"USD":"0.9"}}]}]}]}]}});""", "\"a\"");
        _vendor.On("/advisor.json", """{"spot_advisor":{"us-east-1":{"Linux":{"p3.2xlarge":{"s":70,"r":1}}}}}""", "\"b\"");
        for (var round = 0; round < 2; round++)
        {
            Assert.True((await _try.RunAsync(new AwsSpotPrices(new Uri(_vendor.Address, "/spot.js")), new AwsSpotAdvisor(new Uri(_vendor.Address, "/advisor.json")))).IsWhole);
            Assert.Contains("aws/us-east-1/p3.2xlarge/spot Under10Percent", _try.Read((file, row) => $"{file.Key(row)} {row.Interruption}", history: false));
        }
    }

    [Fact]
    public async Task Two_updates_at_once_are_one_too_many()
    {
        using (UpdateLock.Take(_try.State)) await Assert.ThrowsAsync<CatalogueBusyException>(() => _try.RunAsync(Vast));
        Offer(Machine(1, "0.5"));
        Assert.True((await _try.RunAsync(Vast)).IsWhole);
    }

    [Fact]
    public async Task A_source_without_its_credential_is_not_asked()
    {
        Offer(Machine(1, "0.5"));
        var report = await _try.RunAsync(Vast, new LambdaTypes(_vendor.Address));
        Assert.True(report.IsWhole);
        Assert.Equal((SourceState.NoCredential, "needs LAMBDA_API_KEY"), (report.Sources[1].State, report.Sources[1].Why));
        Assert.Single(_vendor.Asked);
    }

    private static (int Gone, int Appeared, int Changed) Counts(SourceReport report) => (report.Gone, report.Appeared, report.Changed);

    private static JsonObject Machine(int number, string usd) => VastFixture.Offer(number, 1, "T4", 15_360, usd);

    private static string Csv(string region, string price) => AwsFixture.Csv(AwsFixture.OnDemand(region, "p3.2xlarge", price));

    private void Offer(params JsonObject[] offers) => _vendor.On("/api/v0/bundles/", VastFixture.Answer(offers));

    private void List(string version, string price) => AwsFixture.Serve(_vendor, version, ("us-east-1", Csv("us-east-1", price)));
}
