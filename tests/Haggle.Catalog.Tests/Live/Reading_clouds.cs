using Haggle.Catalog.Live.Sources;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_clouds : IAsyncLifetime
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
    public async Task Azure_is_walked_by_region_page_by_page()
    {
        ServeAzure();
        Assert.Equal(
        [
            "azure/eastus/Standard_NC24ads_A100_v4/on-demand 3.673 1xA100-80GB-PCIE",
            "azure/eastus/Standard_NC24ads_A100_v4/reserved-1y 2.342 1xA100-80GB-PCIE", // 20515.92 for the year
            "azure/eastus/Standard_NC24ads_A100_v4/reserved-3y 1.5 1xA100-80GB-PCIE",
            "azure/eastus/Standard_NC24ads_A100_v4/savings-1y 2.938 1xA100-80GB-PCIE",
            "azure/eastus/Standard_NC24ads_A100_v4/savings-3y 2.205 1xA100-80GB-PCIE",
            "azure/eastus/Standard_NC24ads_A100_v4/spot 0.68462735 1xA100-80GB-PCIE",
        ],
        await _try.ReadAsync(new AzureRetailPrices(_vendor.Address)));
        Assert.Equal("", _try.Record.Parts["eastus"].Fault);
        Assert.Contains(TimeSpan.FromSeconds(3), _try.Time.Waits); // it said 429 once
        var reasons = string.Join('\n', _try.Report.Reasons());
        foreach (var reason in new[] { "left out: a machine with Windows", "left out: low priority", "left out: a second meter", "left out: a price that does not hold yet", "left out: a reservation for another term", "refused: the unit is '1/Month', not the hour", "refused: the price is not in dollars", "refused: the price is no number" })
            Assert.Contains("1 " + reason, reasons, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Items":[],"NextPageLink":null}""", "it names no region that has Standard_D2s_v3")]
    [InlineData("""{"items":[]}""", "there is no list 'Items' in it")]
    [InlineData("""{"Items":[{"armRegionName":"eastus"}],"NextPageLink":"nowhere"}""", "page 1: the link to the next one is no address")]
    public async Task Another_answer_of_azure_is_refused(string text, string fault)
    {
        _vendor.On("/api/retail/prices", text);
        Assert.Equal(fault, (await Assert.ThrowsAsync<InvalidDataException>(() => _try.ReadAsync(new AzureRetailPrices(_vendor.Address)))).Message);
    }

    [Fact]
    public async Task A_walk_that_turns_in_a_circle_ends()
    {
        _vendor.On("/api/retail/prices", context => LocalVendor.Text($"{{\"Items\":[{{\"armRegionName\":\"eastus\"}}],\"NextPageLink\":\"https://prices.azure.com:443/{(context.Request.Query.ContainsKey("$skip") ? context.Request.Path.Value![1..] + context.Request.QueryString.Value!.Replace("\"", "", StringComparison.Ordinal) : "api/retail/prices?$skip=1000")}\"}}")(context));
        Assert.Equal("page 2 names itself as the next one", (await Assert.ThrowsAsync<InvalidDataException>(() => _try.ReadAsync(new AzureRetailPrices(_vendor.Address)))).Message);
    }

    [Fact]
    public async Task Oracle_prices_a_shape_by_its_accelerators()
    {
        _vendor.On("/a/ocom/docs/cloudestimator2/data/products.json", """
            {"items":[{"partNumber":"B88517","billingModel":"UCM","pricetype":"HOUR","currencyCodeLocalizations":[{"currencyCode":"USD","prices":[{"model":"PAY_AS_YOU_GO","value":2.95}]},{"currencyCode":"EUR","prices":[{"model":"PAY_AS_YOU_GO","value":3.1}]}]},
            {"partNumber":"B9","billingModel":"UCM","pricetype":"MONTH","currencyCodeLocalizations":[{"currencyCode":"USD","prices":[{"model":"PAY_AS_YOU_GO","value":1}]}]}]}
            """);
        _vendor.On("/a/ocom/docs/cloudestimator2/data/shapes.json", """
            {"items":[
            {"name":"VM.GPU3.2","hidden":false,"status":"ACTIVE","allowPreemptible":true,"bundleMemoryQty":180,"gpuQty":2,"gpuMemoryQty":32,"products":[{"type":{"value":"ocpu"},"partNumber":"B88517","qty":12}]},
            {"name":"BM.GPU9.8","hidden":false,"gpuQty":8,"products":[{"type":{"value":"ocpu"},"partNumber":"B88517","qty":12}]},
            {"name":"BM.GPU4.8","hidden":true,"gpuQty":8,"products":[]},
            {"name":"BM.GPU.A10.4","hidden":false,"gpuQty":4,"products":[{"type":{"value":"ocpu"},"partNumber":"B9","qty":64}]},
            {"name":"VM.Standard.E5.Flex","hidden":false,"gpuQty":0,"products":[]}]}
            """);
        Assert.Equal(["oci//VM.GPU3.2/on-demand 5.9 2xV100", "oci//VM.GPU3.2/spot 2.95 2xV100"], await _try.ReadAsync(new OciEstimator(_vendor.Address)));
        Assert.Equal((5, 2, 2), (_try.Report.Read, _try.Report.Refused, _try.Report.LeftOut));
    }

    [Fact]
    public async Task Vultr_gives_memory_of_all_cards_and_parts_of_one()
    {
        _vendor.On("/v2/plans?type=all&per_page=500", """
            {"plans":[{"id":"vcg-a100-3c-30g-20vram","vcpu_count":3,"ram":30720,"disk":350,"hourly_cost":0.594,"type":"vcg","gpu_vram_gb":20,"gpu_type":"NVIDIA_A100","locations":["ewr","ams"]},
            {"id":"vc2-1c-1gb","vcpu_count":1,"ram":1024,"disk":25,"hourly_cost":0.007,"type":"vc2","locations":["ewr"]}],"meta":{"total":3,"links":{"next":"bmV4dA==","prev":""}}}
            """);
        _vendor.On("/v2/plans?type=all&per_page=500&cursor=bmV4dA%3D%3D", """
            {"plans":[{"id":"vcg-l40s-32c-375g-96vram","vcpu_count":32,"ram":384000,"disk":2200,"hourly_cost":3.342,"type":"vcg","gpu_vram_gb":96,"gpu_type":"NVIDIA_L40S","locations":["ewr"]},
            {"id":"vcg-a40-1c","vcpu_count":1,"ram":1024,"disk":1,"hourly_cost":0,"gpu_vram_gb":48,"gpu_type":"NVIDIA_A40","locations":["ewr"]},
            {"id":"vcg-a16-1c","vcpu_count":1,"ram":1024,"disk":1,"hourly_cost":0.5,"gpu_vram_gb":16,"gpu_type":"NVIDIA_A16","locations":[]}],"meta":{"links":{"next":"","prev":"x"}}}
            """);
        _vendor.On("/v2/plans-metal?per_page=500", """{"plans_metal":[{"id":"vbm-112c-2048gb-8-h100-gpu","cpu_threads":224,"ram":2097152,"disk":960,"hourly_cost":23.92,"type":"NVMe","locations":["sea"]}],"meta":{"links":{"next":"","prev":""}}}""");
        Assert.Equal(
            ["vultr/ams/vcg-a100-3c-30g-20vram/on-demand 0.594 0.25xA100-80GB", "vultr/ewr/vcg-a100-3c-30g-20vram/on-demand 0.594 0.25xA100-80GB", "vultr/ewr/vcg-l40s-32c-375g-96vram/on-demand 3.342 2xL40S", "vultr/sea/vbm-112c-2048gb-8-h100-gpu/on-demand 23.92 8xH100"],
            await _try.ReadAsync(new VultrPlans(_vendor.Address)));
        Assert.Equal(3, _try.Report.LeftOut);
    }

    [Fact]
    public async Task Verda_writes_prices_as_text_and_memory_of_all_together()
    {
        _vendor.On("/v1/locations", """[{"code":"FIN-01","name":"Finland 1","country_code":"FI"}]""");
        _vendor.On("/v1/instance-types", """
            [{"id":"a","instance_type":"8H100.80S.176V","price_per_hour":"18.32","spot_price":"6.41","cpu":{"description":"176 CPU","number_of_cores":176},"gpu":{"description":"8x H100 SXM5 80GB","number_of_gpus":8},"gpu_memory":{"size_in_gigabytes":640},"memory":{"size_in_gigabytes":1480}},
            {"id":"b","instance_type":"CPU.4V","price_per_hour":"0.0279","spot_price":null,"cpu":{"number_of_cores":4},"gpu":{"description":"","number_of_gpus":0},"gpu_memory":{"size_in_gigabytes":0},"memory":{"size_in_gigabytes":16}},
            {"id":"c","price_per_hour":"1"}]
            """);
        Assert.Equal(["verda/FIN-01/8H100.80S.176V/on-demand 18.32 8xH100", "verda/FIN-01/8H100.80S.176V/spot 6.41 8xH100", "verda/FIN-01/CPU.4V/on-demand 0.0279"], await _try.ReadAsync(new VerdaTypes(_vendor.Address)));
        Assert.Equal((3, 1), (_try.Report.Read, _try.Report.Refused));
    }

    [Fact]
    public async Task Lambda_counts_in_cents_and_names_regions_with_stock()
    {
        _try.Variables["LAMBDA_API_KEY"] = "hush";
        _vendor.On("/api/v1/instance-types", """
            {"data":{"gpu_8x_h100_sxm5":{"instance_type":{"name":"gpu_8x_h100_sxm5","description":"8x H100 (80 GB SXM5)","gpu_description":"H100 (80 GB SXM5)","price_cents_per_hour":2392,"specs":{"vcpus":208,"memory_gib":1800,"storage_gib":22528,"gpus":8}},"regions_with_capacity_available":[{"name":"us-west-1","description":"California, USA"},{"name":"us-east-1","description":"Virginia, USA"}]},
            "gpu_1x_a10":{"instance_type":{"name":"gpu_1x_a10","description":"1x A10 (24 GB PCIe)","price_cents_per_hour":75,"specs":{"vcpus":30,"memory_gib":200,"storage_gib":1400,"gpus":1}},"regions_with_capacity_available":[]},
            "broken":{"instance_type":{"name":"broken","description":"1x A10 (24 GB PCIe)","price_cents_per_hour":"75","specs":{"gpus":1}}}}}
            """);
        Assert.Equal(["lambda//gpu_1x_a10/on-demand 0.75 1xA10", "lambda/us-east-1/gpu_8x_h100_sxm5/on-demand 23.92 8xH100", "lambda/us-west-1/gpu_8x_h100_sxm5/on-demand 23.92 8xH100"], await _try.ReadAsync(new LambdaTypes(_vendor.Address)));
        Assert.Equal(1, _try.Report.Refused);
        Assert.Contains("Authorization: Bearer hush", _vendor.Headers);
    }

    [Fact]
    public async Task A_credential_is_not_sent_on_to_another_address_and_an_address_is_shown_without_secrets()
    {
        await using var other = await LocalVendor.StartAsync();
        _try.Variables["LAMBDA_API_KEY"] = "hush";
        _vendor.On("/api/v1/instance-types", context =>
        {
            context.Response.Redirect(other.Address.ToString());
            return Task.CompletedTask;
        });
        await _try.ReadAsync(new LambdaTypes(new UriBuilder(_vendor.Address) { UserName = "me", Password = "hush" }.Uri));
        Assert.Equal($"{_vendor.Address}api/v1/instance-types answered 302: it sends us elsewhere, and the credential does not go there", _try.Record.Parts["all"].Fault);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task DigitalOcean_pages_until_there_is_no_next()
    {
        _try.Variables["DIGITALOCEAN_TOKEN"] = "hush";
        _vendor.On("/v2/sizes?per_page=200&page=1", """{"sizes":[{"slug":"gpu-h100x8-640gb","memory":1966080,"vcpus":160,"disk":2046,"price_hourly":23.92,"available":true,"regions":["nyc2","tor1"],"gpu_info":{"count":8,"vram":{"amount":80,"unit":"gib"},"model":"nvidia_h100"}}],"links":{"pages":{"next":"https://api.digitalocean.com/v2/sizes?page=2"}},"meta":{"total":2}}""");
        _vendor.On("/v2/sizes?per_page=200&page=2", """{"sizes":[{"slug":"s-1vcpu-1gb","memory":1024,"vcpus":1,"disk":25,"price_hourly":0.00893,"available":true,"regions":["nyc1"]},{"slug":"gone","memory":1,"vcpus":1,"disk":1,"price_hourly":1,"available":true,"regions":[]}],"links":{},"meta":{"total":2}}""");
        Assert.Equal(["digitalocean/nyc1/s-1vcpu-1gb/on-demand 0.00893", "digitalocean/nyc2/gpu-h100x8-640gb/on-demand 23.92 8xH100", "digitalocean/tor1/gpu-h100x8-640gb/on-demand 23.92 8xH100"], await _try.ReadAsync(new DigitalOceanSizes(_vendor.Address)));
    }

    private void ServeAzure()
    {
        static string Item(string price, string meter = "NC24ads A100 v4", string product = "Virtual Machines NCads A100 v4 Series", string type = "Consumption", string extra = "", string unit = "1 Hour", string currency = "USD", string start = "2022-06-01T00:00:00Z", string primary = "true") =>
            $$"""{"currencyCode":"{{currency}}","tierMinimumUnits":0.0,"retailPrice":{{price}},"unitPrice":{{price}},"armRegionName":"eastus","location":"US East","effectiveStartDate":"{{start}}","meterId":"m","meterName":"{{meter}}","productId":"p","skuId":"s","productName":"{{product}}","skuName":"NC24ads A100 v4","serviceName":"Virtual Machines","serviceId":"DZH313Z7MMC8","serviceFamily":"Compute","unitOfMeasure":"{{unit}}","type":"{{type}}","isPrimaryMeterRegion":{{primary}},"armSkuName":"Standard_NC24ads_A100_v4"{{extra}}}""";

        static string Page(string next, params string[] items) => $$"""{"BillingCurrency":"USD","CustomerEntityId":"Default","CustomerEntityType":"Retail","Items":[{{string.Join(',', items)}}],"NextPageLink":{{(next.Length == 0 ? "null" : $"\"https://prices.azure.com:443/api/retail/prices?{next}\"")}},"Count":{{items.Length}}}""";

        var first = Page("page=2", Item("3.673", extra: ""","savingsPlan":[{"unitPrice":2.205,"retailPrice":2.205,"term":"3 Years"},{"unitPrice":2.938,"retailPrice":2.938,"term":"1 Year"}]"""), Item("0.68462735", "NC24ads A100 v4 Spot"), Item("1", "NC24ads A100 v4 Low Priority"), Item("5.1", product: "Virtual Machines NCads A100 v4 Series Windows"));
        var second = Page("page=3", Item("3.9", primary: "false"), Item("4.1", start: "2027-01-01T00:00:00Z"), Item("4.1", unit: "1/Month"), Item("4.1", currency: "EUR"), Item("\"dear\""));
        var reserved = Page("", Item("20515.92", type: "Reservation", extra: ""","reservationTerm":"1 Year" """), Item("39420", type: "Reservation", extra: ""","reservationTerm":"3 Years" """), Item("60000", type: "Reservation", extra: ""","reservationTerm":"5 Years" """));
        var regions = 0;
        _vendor.On("/api/retail/prices", context =>
        {
            var filter = context.Request.Query["$filter"].ToString();
            if (filter.Contains("Standard_D2s_v3", StringComparison.Ordinal))
                return (Interlocked.Increment(ref regions) == 1 ? LocalVendor.Status(429) : LocalVendor.Text("""{"Items":[{"armRegionName":"eastus","armSkuName":"Standard_D2s_v3"},{"armRegionName":"eastus","armSkuName":"Standard_D2s_v3"}],"NextPageLink":null}"""))(context);
            Assert.Contains("armRegionName eq 'eastus'", filter, StringComparison.Ordinal);
            return LocalVendor.Text(filter.Contains("priceType eq 'Reservation'", StringComparison.Ordinal) ? reserved : first)(context);
        });
        _vendor.On("/api/retail/prices?page=2", second).On("/api/retail/prices?page=3", Page("page=4"));
    }
}
