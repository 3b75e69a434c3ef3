using System.Text;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Live.Sources;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_aws : IAsyncLifetime
{
    private readonly SourceTry _try = new();
    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _try.Dispose();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task The_price_list_gives_on_demand_and_reserved_by_the_hour()
    {
        AwsFixture.Serve(
            _vendor,
            "20261120205955",
            ("us-east-1", AwsFixture.Csv(
                AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.0600000000"),
                AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.2444000000", system: "Windows"),
                AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.3660000000", tenancy: "Dedicated"),
                AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "9.9900000000", software: "SQL Std"),
                AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "0.0000000000", capacity: "AllocatedCapacityReservation"),
                AwsFixture.OnDemand("us-west-2-lax-1", "g4dn.2xlarge", "0.9030000000", place: "AWS Local Zone"),
                AwsFixture.OnDemand("us-east-1", "z99.large", "0.1230000000"),
                AwsFixture.OnDemand("us-east-1", "p99.huge", "99.0000000000"),
                AwsFixture.OnDemand("us-east-1", "g5.xlarge", "1.0060000000", unit: "Quantity"),
                AwsFixture.OnDemand("us-east-1", "g5.2xlarge", "1.2120000000", currency: "CNY"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "1.9620000000", "Hrs", "1yr", "No Upfront"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "8017", "Quantity", "1yr", "Partial Upfront"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "0.9150000000", "Hrs", "1yr", "Partial Upfront"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "28334", "Quantity", "3yr", "All Upfront"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "0.0000000000", "Hrs", "3yr", "All Upfront"),
                AwsFixture.Reserved("us-east-1", "p3.2xlarge", "2.1000000000", "Hrs", "1yr", "No Upfront", "convertible"),
                AwsFixture.Reserved("us-east-1", "p3.8xlarge", "3.6600000000", "Hrs", "1yr", "Partial Upfront"))),
            ("eu-west-1", AwsFixture.Csv(AwsFixture.OnDemand("eu-west-1", "p3.2xlarge", "3.3050000000"))),
            ("us-west-2-lax-1", "never asked for"));
        Assert.Equal(
        [
            "aws/eu-west-1/p3.2xlarge/on-demand 3.305 1xV100",
            "aws/us-east-1/p3.2xlarge/on-demand 3.06 1xV100",
            "aws/us-east-1/p3.2xlarge/reserved-1y-no-upfront 1.962 1xV100",
            "aws/us-east-1/p3.2xlarge/reserved-1y-partial-upfront 1.830182648 1xV100", // 0.915 + 8017 / 8760
            "aws/us-east-1/p3.2xlarge/reserved-3y-all-upfront 1.078158295 1xV100", // 28334 / 26280
            "aws/us-east-1/z99.large/on-demand 0.123",
        ],
        await _try.ReadAsync(new AwsPriceList(_vendor.Address)));
        var reasons = string.Join('\n', _try.Report.Reasons());
        Assert.Contains("1 refused: a machine with accelerators of a kind that nobody says", reasons, StringComparison.Ordinal);
        Assert.Contains("1 refused: the unit is not the hour (line 15)", reasons, StringComparison.Ordinal);
        Assert.Contains("1 refused: the price is not in dollars", reasons, StringComparison.Ordinal);
        Assert.Contains("1 left out: a convertible reservation", reasons, StringComparison.Ordinal);
        Assert.Contains("1 left out: half a reservation", reasons, StringComparison.Ordinal);
        Assert.DoesNotContain(_vendor.Asked, path => path.Contains("lax", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_known_is_not_fetched_again()
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", AwsFixture.Csv(AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.06"))));
        var first = await _try.ReadAsync(new AwsPriceList(_vendor.Address));
        _try.Record.Began = null;
        var asked = _vendor.Asked.Count;
        _try.Time.Pass(TimeSpan.FromHours(7));
        Assert.Equal(first, await _try.ReadAsync(new AwsPriceList(_vendor.Address)));
        Assert.Equal(2, _vendor.Asked.Count - asked); // the two indexes
        Assert.Equal(_try.Time.GetUtcNow(), _try.Record.Parts["us-east-1"].At);

        // A new version under a name of its own, of which the bytes are the same.
        AwsFixture.Serve(_vendor, "v2", ("us-east-1", ""));
        _vendor.On("/offers/v1.0/aws/AmazonEC2/v2/us-east-1/index.csv", LocalVendor.Text("", "\"v1-us-east-1\""));
        _try.Time.Pass(TimeSpan.FromHours(7));
        Assert.Equal(first, await _try.ReadAsync(new AwsPriceList(_vendor.Address)));
        Assert.Contains("If-None-Match: \"v1-us-east-1\"", _vendor.Headers);
    }

    [Fact]
    public async Task Only_the_regions_that_were_asked_for_are_read()
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", AwsFixture.Csv(AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.06"))), ("eu-west-1", "not read"));
        Assert.Single(await _try.ReadAsync(new AwsPriceList(_vendor.Address), "us-east-1"));
        Assert.Equal("", _try.Record.Parts["us-east-1"].Fault);
    }

    [Theory]
    [InlineData("", "the list ends before its rows begin; it is cut off")]
    [InlineData("<html><body>Sorry</body></html>", "the list ends before its rows begin; it is cut off")]
    [InlineData("\"FormatVersion\",\"v1.0\n", "line 1: a quote is not closed")]
    [InlineData("\"OfferCode\",\"AmazonRDS\"\n\"SKU\",\"OfferTermCode\"\n", "it is no price list of AmazonEC2")]
    [InlineData("\"OfferCode\",\"AmazonEC2\"\n\"SKU\",\"OfferTermCode\"\n", "line 2: there is no column 'TermType'")]
    public async Task What_is_no_price_list_is_refused_with_the_reason(string csv, string fault)
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", csv));
        Assert.Empty(await _try.ReadAsync(new AwsPriceList(_vendor.Address)));
        Assert.Equal(fault, _try.Record.Parts["us-east-1"].Fault);
    }

    [Fact]
    public async Task A_price_list_that_is_cut_goes_on()
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", ""));
        var csv = Encoding.UTF8.GetBytes(AwsFixture.Csv([.. Enumerable.Range(1, 3000).Select(i => AwsFixture.OnDemand("us-east-1", $"m{i}.large", "0.1"))]));
        var asked = 0;
        _vendor.On("/offers/v1.0/aws/AmazonEC2/v1/us-east-1/index.csv", context => LocalVendor.SendAsync(context, csv, "\"1\"", Interlocked.Increment(ref asked) < 4 ? 250_000 : int.MaxValue));
        Assert.Equal(3000, (await _try.ReadAsync(new AwsPriceList(_vendor.Address))).Length);
        Assert.Equal(3000, _try.Report.Read);
        Assert.InRange(asked, 3, 6);
    }

    [Fact]
    public async Task A_price_list_that_changed_in_the_middle_is_read_again_from_the_start()
    {
        AwsFixture.Serve(_vendor, "v1", ("us-east-1", ""));
        byte[] Csv(string price) => Encoding.UTF8.GetBytes(AwsFixture.Csv([.. Enumerable.Range(1, 1000).Select(i => AwsFixture.OnDemand("us-east-1", $"m{i}.large", price))]));
        _vendor.InTurn("/offers/v1.0/aws/AmazonEC2/v1/us-east-1/index.csv", context => LocalVendor.SendAsync(context, Csv("0.1"), "\"1\"", 150_000), context => LocalVendor.SendAsync(context, Csv("0.2"), "\"2\""));
        var rows = await _try.ReadAsync(new AwsPriceList(_vendor.Address));
        Assert.Equal(1000, rows.Length);
        Assert.All(rows, row => Assert.EndsWith(" 0.2", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Savings_plans_are_told_by_usage_and_operation()
    {
        AwsFixture.Serve(_vendor, "v1");
        _vendor.On("/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json", """{"regions":[{"regionCode":"us-east-1","versionUrl":"/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/1/us-east-1/index.json"}]}""");
        _vendor.On("/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/1/us-east-1/index.csv", AwsFixture.Savings(
            AwsFixture.Plan("BoxUsage:p4d.24xlarge", "23.0654"),
            AwsFixture.Plan("BoxUsage:p4d.24xlarge", "15.0", "All Upfront", "3"),
            AwsFixture.Plan("BoxUsage:p4d.24xlarge", "99.0", operation: "RunInstances:0002"),
            AwsFixture.Plan("BoxUsage:p4d.24xlarge", "20.0", family: "EC2InstanceSavingsPlans"),
            AwsFixture.Plan("DEN1-BoxUsage:g4dn.2xlarge", "1.2", region: "us-west-2-den-1"),
            AwsFixture.Plan("DedicatedUsage:p4d.24xlarge", "25.0"),
            AwsFixture.Plan("BoxUsage:p4d.24xlarge", "dear", "Partial Upfront")));
        Assert.Equal(
            ["aws/us-east-1/p4d.24xlarge/savings-1y-no-upfront 23.0654 8xA100", "aws/us-east-1/p4d.24xlarge/savings-3y-all-upfront 15 8xA100"],
            await _try.ReadAsync(new AwsSavingsPlans(_vendor.Address)));
        Assert.Equal(1, _try.Report.Refused);
        Assert.Equal(2, _try.Report.LeftOut);
    }

    [Fact]
    public async Task The_spot_price_file_is_a_call_with_old_names_of_regions()
    {
        _vendor.On("/spot.js", """
            /* a comment */callback({"vers":0.01,"config":{"rate":"perhr","valueColumns":["linux","mswin"],"currencies":["USD"],"regions":[
            {"region":"us-east","instanceTypes":[{"type":"gpu","sizes":[
              {"size":"p3.2xlarge","valueColumns":[{"name":"linux","prices":{"USD":"0.918"}},{"name":"mswin","prices":{"USD":"1.2"}}]},
              {"size":"p2.xlarge","valueColumns":[{"name":"linux","prices":{"USD":"N/A*"}}]},
              {"size":"g5.xlarge","valueColumns":[{"name":"linux","prices":{"USD":"cheap"}}]},
              {"size":"g4dn.xlarge","valueColumns":"none"}]}]},
            {"region":"apac-tokyo","instanceTypes":[{"type":"gpu","sizes":[{"size":"g4dn.xlarge","valueColumns":[{"name":"linux","prices":{"USD":"0.2130"}}]}]}]}]}});
            """, "\"a\"");
        var source = new AwsSpotPrices(new Uri(_vendor.Address, "/spot.js"));
        string[] rows = ["aws/ap-northeast-1/g4dn.xlarge/spot 0.213 1xT4", "aws/us-east-1/p3.2xlarge/spot 0.918 1xV100"];
        Assert.Equal(rows, await _try.ReadAsync(source));
        Assert.Equal((5, 2, 1), (_try.Report.Read, _try.Report.Refused, _try.Report.LeftOut));
        _try.Time.Pass(TimeSpan.FromHours(7));
        Assert.Equal(rows, await _try.ReadAsync(source));
        Assert.Equal(0, _try.Report.Read); // 304
    }

    [Theory]
    [InlineData("{}", "the spot price file is no call of 'callback', or it is cut off")]
    [InlineData("callback({\"config\":{\"rate\":\"perhr\"", "the spot price file is no call of 'callback', or it is cut off")]
    [InlineData("callback({\"config\":{\"rate\":\"perday\"}});", "its prices are not by the hour")]
    [InlineData("callback({\"config\":{\"rate\":\"perhr\",\"regions\":7}});", "there is no list 'regions' in it")]
    public async Task A_spot_price_file_of_another_kind_is_refused(string text, string fault)
    {
        _vendor.On("/spot.js", text);
        await _try.ReadAsync(new AwsSpotPrices(new Uri(_vendor.Address, "/spot.js")));
        Assert.Equal(fault, _try.Record.Parts["all"].Fault);
    }

    [Fact]
    public async Task The_advisor_gives_bands_and_no_prices()
    {
        _vendor.On("/advisor.json", """{"ranges":[{"index":0,"label":"<5%","dots":0,"max":5}],"instance_types":{"p3.2xlarge":{"cores":8,"ram_gb":61.0,"emr":true}},"spot_advisor":{"us-east-1":{"Linux":{"p3.2xlarge":{"s":70,"r":0},"p3.8xlarge":{"s":60,"r":4},"p3.16xlarge":{"s":60,"r":9}}}}}""");
        Assert.Empty(await _try.ReadAsync(new AwsSpotAdvisor(new Uri(_vendor.Address, "/advisor.json"))));
        Assert.Equal(["aws/us-east-1/p3.2xlarge Under5Percent", "aws/us-east-1/p3.8xlarge Over20Percent"], _try.Bands);
        Assert.Equal(1, _try.Report.Refused);
    }

    [Fact]
    public void A_downloaded_price_list_is_imported_as_a_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, AwsFixture.Csv(AwsFixture.OnDemand("us-east-1", "p3.2xlarge", "3.0600000000")).TrimEnd('\n'));
            var report = new PriceImport(new MarketBuilder()).Import(new PriceFile(path, "a list", DateTimeOffset.UnixEpoch, ""));
            Assert.Equal((1, 1, ""), (report.Read, report.Kept, report.Fault));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
