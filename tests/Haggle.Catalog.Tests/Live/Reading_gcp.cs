using System.Text.Json;
using Haggle.Catalog.Live.Sources;

namespace Haggle.Catalog.Tests.Live;

public sealed class Reading_gcp : IAsyncLifetime
{
    private const string Skus = "/v1/services/6F81-5844-456A/skus?pageSize=5000&currencyCode=USD";

    private readonly SourceTry _try = new();
    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _try.Dispose();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task Machines_are_put_together_of_their_parts()
    {
        _try.Variables["GOOGLE_API_KEY"] = "hush";
        Serve();
        var rows = await _try.ReadAsync(new GcpBilling(_vendor.Address));

        Assert.Contains("gcp/us-central1/a2-highgpu-1g/on-demand 3.673477 1xA100", rows); // 12 x 0.031611 + 85 x 0.004237 + 2.934
        Assert.Contains("gcp/us-central1/a2-ultragpu-1g/on-demand 5.101539808 1xA100-80GB", rows); // ... + 170 GiB + 3.93 + 375 GiB x 0.14 / 730 (0.071917808)
        Assert.Contains("gcp/us-central1/g2-standard-4/on-demand 0.706832276 1xL4", rows);
        Assert.Contains("gcp/us-central1/g2-standard-4/spot 0.28 1xL4", rows);
        Assert.DoesNotContain(rows, row => row.Contains("/a3-highgpu-8g/", StringComparison.Ordinal)); // no price of its cores
        Assert.Contains("X-Goog-Api-Key: hush", _vendor.Headers);
        Assert.DoesNotContain(_vendor.Asked, path => path.Contains("hush", StringComparison.Ordinal));
        var reasons = string.Join('\n', _try.Report.Reasons());
        Assert.Contains("1 refused: the unit is 'mo', not 'h'", reasons, StringComparison.Ordinal);
        Assert.Contains("left out: a price of something else than a machine of one's own", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_token_and_a_project_only_machines_that_exist_are_offered()
    {
        _try.Variables["GOOGLE_OAUTH_ACCESS_TOKEN"] = "hush";
        _try.Variables["GOOGLE_CLOUD_PROJECT"] = "mine";
        Serve();
        _vendor.On("/compute/v1/projects/mine/aggregated/machineTypes?maxResults=500", """{"kind":"compute#machineTypeAggregatedList","items":{"zones/us-central1-a":{"machineTypes":[{"name":"a2-highgpu-1g","guestCpus":12,"memoryMb":87040,"zone":"us-central1-a"},{"name":"g2-standard-4","deprecated":{"state":"DEPRECATED"}}]},"zones/us-east9-a":{"warning":{"code":"NO_RESULTS_ON_PAGE"}}}}""");
        Assert.Equal(["gcp/us-central1/a2-highgpu-1g/on-demand 3.673477 1xA100"], await _try.ReadAsync(new GcpBilling(_vendor.Address)));
        Assert.Contains("Authorization: Bearer hush", _vendor.Headers);
    }

    [Fact]
    public void The_answers_here_are_as_the_vendor_describes_them()
    {
        using var billing = JsonDocument.Parse(File.ReadAllBytes(SharedPrices.Folder("contracts", "gcp", "cloudbilling.v1-discovery.json")));
        foreach (var page in Pages())
        {
            using var json = JsonDocument.Parse(page);
            Assert.Empty(Contract.Discovery(billing.RootElement, "ListSkusResponse", json.RootElement));
        }

        using var compute = JsonDocument.Parse(File.ReadAllBytes(SharedPrices.Folder("contracts", "gcp", "compute-v1-discovery.json")));
        using var type = JsonDocument.Parse("""{"name":"a2-highgpu-1g","guestCpus":12,"memoryMb":87040,"zone":"us-central1-a","accelerators":[{"guestAcceleratorType":"nvidia-tesla-a100","guestAcceleratorCount":1}],"deprecated":{"state":"DEPRECATED"}}""");
        Assert.Empty(Contract.Discovery(compute.RootElement, "MachineType", type.RootElement));
    }

    [Fact]
    public void A_wrong_answer_does_not_pass_for_one_as_described()
    {
        using var billing = JsonDocument.Parse(File.ReadAllBytes(SharedPrices.Folder("contracts", "gcp", "cloudbilling.v1-discovery.json")));
        using var json = JsonDocument.Parse("""{"skus":[{"description":7,"pricingInfo":[{"pricingExpression":{"tieredRates":[{"unitPrice":{"units":1,"nanos":0.5}}]}}],"price":1}]}""");
        Assert.Equal(
            ["ListSkusResponse.skus[0].description is number and not string", "ListSkusResponse.skus[0].pricingInfo[0].pricingExpression.tieredRates[0].unitPrice.units is number and not string", "ListSkusResponse.skus[0].pricingInfo[0].pricingExpression.tieredRates[0].unitPrice.nanos is number and not integer", "ListSkusResponse.skus[0].price is not described"],
            Contract.Discovery(billing.RootElement, "ListSkusResponse", json.RootElement));
    }

    [Fact]
    public void Vast_offers_here_are_as_the_vendor_shows_one()
    {
        // The description gives offers as free objects with an example; its values are in YAML, one a line.
        var lines = File.ReadAllLines(SharedPrices.Folder("contracts", "vastai", "openapi.yaml"));
        var from = Array.FindIndex(lines, line => line.StartsWith("  /api/v0/bundles:", StringComparison.Ordinal));
        var example = Array.FindIndex(lines, from, line => line.Trim() == "offers:" && Array.IndexOf(lines, line) > 0 && line.StartsWith("                offers:", StringComparison.Ordinal));
        example = Array.FindIndex(lines, example + 1, line => line.TrimStart().StartsWith("id: ", StringComparison.Ordinal));
        var shown = lines.Skip(example).TakeWhile(line => line.StartsWith("                  ", StringComparison.Ordinal)).Where(line => line[18] != ' ').Select(line => line.Trim().Split(": ", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        using var values = JsonDocument.Parse("{" + string.Join(',', shown.Select(pair => $"\"{pair.Key}\":{(double.TryParse(pair.Value, System.Globalization.CultureInfo.InvariantCulture, out _) || pair.Value is "true" or "false" or "null" ? pair.Value : JsonSerializer.Serialize(pair.Value.Trim('\'')))}")) + "}");
        using var offer = JsonDocument.Parse(VastFixture.Offer(1, 1, "RTX 4090", 24_564, "0.3").ToJsonString());
        Assert.True(shown.Count > 60, $"{shown.Count} fields in the example");
        Assert.Empty(Contract.Example(values.RootElement, offer.RootElement));
    }

    private void Serve()
    {
        var pages = Pages().ToArray();
        _vendor.On(Skus, pages[0]).On(Skus + "&pageToken=more%3D", pages[1]);
    }

    private static IEnumerable<string> Pages()
    {
        static string Sku(string words, string unit, string whole, int nanos, string usage = "OnDemand", string family = "Compute", string group = "CPU") =>
            $$$"""{"name":"services/6F81-5844-456A/skus/0","skuId":"0","description":"{{{words}}}","category":{"serviceDisplayName":"Compute Engine","resourceFamily":"{{{family}}}","resourceGroup":"{{{group}}}","usageType":"{{{usage}}}"},"serviceRegions":["us-central1"],"pricingInfo":[{"summary":"","pricingExpression":{"usageUnit":"{{{unit}}}","displayQuantity":1,"tieredRates":[{"startUsageAmount":0,"unitPrice":{"currencyCode":"USD","units":"{{{whole}}}","nanos":{{{nanos}}} }}],"usageUnitDescription":"hour","baseUnit":"s"},"currencyConversionRate":1,"effectiveTime":"2026-11-20T00:00:00Z"}],"serviceProviderName":"Google"}""";
        yield return $$"""
            {"skus":[{{Sku("A2 Instance Core running in Iowa", "h", "0", 31_611_000)}},{{Sku("A2 Instance Ram running in Iowa", "GiBy.h", "0", 4_237_000)}},{{Sku("Nvidia Tesla A100 GPU running in Iowa", "h", "2", 934_000_000, group: "GPU")}},
            {{Sku("Nvidia Tesla A100 80GB GPU running in Iowa", "h", "3", 930_000_000, group: "GPU")}},{{Sku("SSD backed Local Storage", "GiBy.mo", "0", 140_000_000, family: "Storage", group: "LocalSSD")}},
            {{Sku("A3 Instance Ram running in Iowa", "GiBy.h", "0", 3_000_000)}},{{Sku("Nvidia H100 80GB GPU running in Iowa", "mo", "9", 0, group: "GPU")}}],"nextPageToken":"more="}
            """;
        yield return $$"""
            {"skus":[{{Sku("G2 Instance Core running in Iowa", "h", "0", 24_988_000)}},{{Sku("G2 Instance Ram running in Iowa", "GiBy.h", "0", 2_927_000)}},{{Sku("Nvidia L4 GPU running in Iowa", "h", "0", 560_048_276, group: "GPU")}},
            {{Sku("Spot Preemptible G2 Instance Core running in Iowa", "h", "0", 10_000_000, "Preemptible")}},{{Sku("Spot Preemptible G2 Instance Ram running in Iowa", "GiBy.h", "0", 2_500_000, "Preemptible")}},{{Sku("Nvidia L4 GPU attached to Spot Preemptible VMs running in Iowa", "h", "0", 200_000_000, "Preemptible", group: "GPU")}},
            {{Sku("Commitment v1: G2 Core in Iowa for 1 Year", "h", "0", 1, "Commit1Yr")}},{{Sku("G2 Custom Instance Core running in Iowa", "h", "0", 1)}},{{Sku("Network Internet Egress", "GiBy", "0", 1, family: "Network")}}]}
            """;
    }
}
