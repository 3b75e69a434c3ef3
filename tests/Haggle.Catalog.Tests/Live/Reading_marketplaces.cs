using System.Text.Json.Nodes;
using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Sources;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_marketplaces : IAsyncLifetime
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
    public async Task Vast_gives_the_price_of_a_machine_and_the_least_bid()
    {
        var rented = VastFixture.Offer(4, 1, "RTX 4090", 24_564, "0.3");
        rented["rented"] = true;
        var unverified = VastFixture.Offer(5, 1, "RTX 4090", 24_564, "0.2");
        unverified["verification"] = "unverified";
        var wrong = VastFixture.Offer(6, 1, "RTX 4090", 24_564, "0.2");
        wrong["num_gpus"] = "one";
        var nowhere = VastFixture.Offer(7, 2, "A100 SXM4", 81_920, "2.123456789", "0");
        nowhere["geolocation"] = null;
        nowhere["cpu_cores"] = null;
        _vendor.On("/api/v0/bundles/", VastFixture.Answer(VastFixture.Offer(1, 4, "RTX 4090", 24_564, "1.3333333333333", "0.800000000000001"), nowhere, VastFixture.Offer(3, 1, "Imaginary RTX 9999", 24_576, "1"), rented, unverified, wrong));
        _try.Variables["VAST_API_KEY"] = "hush";
        Assert.Equal(
            ["vast/Sweden, SE/4x-RTX_4090-m1/bid 0.8 4xRTX4090", "vast/Sweden, SE/4x-RTX_4090-m1/on-demand 1.333333333 4xRTX4090", "vast//2x-A100_SXM4-m7/on-demand 2.123456789 2xA100-80GB"],
            (await _try.ReadAsync(new VastOffers(_vendor.Address))).Order(StringComparer.Ordinal).OrderBy(row => row.StartsWith("vast//", StringComparison.Ordinal)));
        Assert.Equal((6, 3, 2), (_try.Report.Read, _try.Report.Kept, _try.Report.Refused));
        Assert.Contains("Authorization: Bearer hush", _vendor.Headers);
        Assert.Contains("\"verified\":{\"eq\":true}", _vendor.Bodies.First(), StringComparison.Ordinal);
        Assert.Equal("dph_total", JsonNode.Parse(_vendor.Bodies.First())!["order"]![0]![0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{\"offers\":{}}", "there is no list 'offers' in it")]
    [InlineData("{\"offers\":[{", "the list of offers is broken or cut off at line 1")]
    [InlineData("[]", "there is no list 'offers' in it")]
    public async Task Another_answer_of_vast_is_refused(string text, string fault)
    {
        _vendor.On("/api/v0/bundles/", text);
        await _try.ReadAsync(new VastOffers(_vendor.Address));
        Assert.Equal(fault, _try.Record.Parts["all"].Fault);
    }

    [Fact]
    public async Task RunPod_prices_are_by_the_card_and_want_stock()
    {
        const string Stock = "{\"minimumBidPrice\":0.20,\"minVcpu\":16,\"minMemory\":62,\"stockStatus\":\"High\"}";
        const string None = "{\"minimumBidPrice\":null,\"minVcpu\":null,\"minMemory\":null,\"stockStatus\":null}";
        var answers = new Queue<string>(
        [
            """{"data":{"dataCenters":[{"id":"EU-SE-1","name":"Sweden","listed":true},{"id":"US-XX-9","name":"Hidden","listed":false}]}}""",
            $$$"""{"data":{"gpuTypes":[{"id":"NVIDIA GeForce RTX 4090","displayName":"RTX 4090","memoryInGb":24,"maxGpuCount":4,"securePrice":0.69,"communityPrice":0.34,"n1":{{{Stock}}},"n2":{{{Stock}}},"n4":{{{None}}},"n8":{{{None}}} }]}}""",
            $$$"""{"data":{"gpuTypes":[{"id":"NVIDIA GeForce RTX 4090","displayName":"RTX 4090","memoryInGb":24,"maxGpuCount":4,"securePrice":0.69,"communityPrice":0.34,"n1":{{{Stock}}},"n2":{{{None}}},"n4":{{{None}}},"n8":{{{None}}} },{"id":"unknown","displayName":"unknown","memoryInGb":0,"maxGpuCount":1,"securePrice":1,"communityPrice":1,"n1":{{{Stock}}} }]}}""",
        ]);
        _vendor.On("/graphql", context =>
        {
            lock (answers) return LocalVendor.Text(answers.Dequeue())(context);
        });
        var rows = await _try.ReadAsync(new RunPodInTurn(_vendor.Address));
        Assert.Equal(
        [
            "runpod//1x-RTX-4090-community/bid 0.2 1xRTX4090",
            "runpod//1x-RTX-4090-community/on-demand 0.34 1xRTX4090",
            "runpod/EU-SE-1/1x-RTX-4090-secure/bid 0.2 1xRTX4090",
            "runpod/EU-SE-1/1x-RTX-4090-secure/on-demand 0.69 1xRTX4090",
            "runpod/EU-SE-1/2x-RTX-4090-secure/bid 0.4 2xRTX4090",
            "runpod/EU-SE-1/2x-RTX-4090-secure/on-demand 1.38 2xRTX4090",
        ],
        rows);
        Assert.Contains(_vendor.Bodies, body => body.Contains("secureCloud:true,dataCenterId:\\u0022EU-SE-1\\u0022", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_with_status_200_is_an_error()
    {
        _vendor.On("/graphql", """{"errors":[{"message":"Something went wrong"}],"data":null}""");
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _try.ReadAsync(new RunPodCatalogue(_vendor.Address)));
        Assert.Equal("it refuses the question: Something went wrong", fault.Message);
    }

    [Fact]
    public async Task Catalogue_files_are_conditional_and_one_that_is_missing_fails_alone()
    {
        const string Lambda = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\ngpu_8x_h100_sxm5,H100,8.0,208.0,1800.0,23.92,us-east-1,,\n";
        _vendor.On("/v7/lambda/vms.csv", Lambda, "\"l\"").On("/v7/nebius/vms.csv", "<html>", "\"n\"");
        var source = new SkyPilotFiles(new Uri(_vendor.Address, "/v7/"));
        string[] rows = ["lambda/us-east-1/gpu_8x_h100_sxm5/on-demand 23.92 8xH100"];
        Assert.Equal(rows, await _try.ReadAsync(source));
        Assert.Equal("it is no catalogue file of the known schema", _try.Record.Parts["nebius"].Fault);
        Assert.EndsWith("answered 404: the address is gone", _try.Record.Parts["do"].Fault, StringComparison.Ordinal);
        _try.Time.Pass(TimeSpan.FromHours(7));
        Assert.Equal(rows, await _try.ReadAsync(source));
        Assert.Contains("If-None-Match: \"l\"", _vendor.Headers);
    }

    /// <summary>The community last, so that the answers can be given in turn.</summary>
    private sealed class RunPodInTurn(Uri root) : ILiveSource
    {
        private readonly RunPodCatalogue _inner = new(root);

        public SourceAbout About => _inner.About with { Parallel = 1 };

        public Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken) => _inner.PartsAsync(reading, cancellationToken);

        public Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken) => _inner.ReadAsync(part, reading, cancellationToken);
    }
}
