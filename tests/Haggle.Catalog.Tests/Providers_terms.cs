using Haggle.Catalog.BuiltIn;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests;

public sealed class Providers_terms
{
    [Fact]
    public void No_row_without_a_licence_is_in_the_built_in_snapshot()
    {
        var text = File.ReadAllText(Path.Combine(SharedPrices.Root(), "data", "market.json")) + File.ReadAllText(Path.Combine(SharedPrices.Root(), "data", "history.json"));
        Assert.False(Imports.KnownFiles.Describe("observations-2026-07-21.csv", "", null, "").IsShipped);
        Assert.DoesNotContain("getdeploying", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/v0/bundles/", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_provider_of_the_built_in_snapshot_has_its_terms()
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in new[] { "market.json", "history.json" })
        {
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedPrices.Root(), "data", name)));
            foreach (var offer in json.RootElement.GetProperty("offers").EnumerateArray())
                if (!KnownProviders.All.ContainsKey(offer.GetProperty("provider").GetString()!)) missing.Add(offer.GetProperty("provider").GetString()!);
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void What_traffic_costs_is_what_the_table_of_transfers_says()
    {
        // Between clouds, from the regions that prices are usually compared for: what leaves for the internet in the first paid step.
        var costs = File.ReadLines(SharedPrices.Folder("egress", "egress-cost.csv")).Skip(1).Select(line => line.Split(','));
        foreach (var (provider, from, to) in new[] { ("aws", "aws:us-east-2", "azure:eastus"), ("azure", "azure:eastus", "aws:us-east-2"), ("gcp", "gcp:us-central1-a", "aws:us-east-2") })
        {
            var usd = costs.First(cells => cells[0] == from && cells[1] == to)[2];
            Assert.Equal(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture), KnownProviders.All[provider].Egress!.Value.ToUsd());
        }
    }

    [Fact]
    public void Closed_providers_have_no_offer_of_today()
    {
        var text = File.ReadAllText(Path.Combine(SharedPrices.Root(), "data", "market.json"));
        Assert.All(KnownProviders.All.Values.Where(terms => terms.IsClosed), terms => Assert.DoesNotContain($"\"{terms.Provider.Value}\"", text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_buyer_must_know_is_known_with_its_source()
    {
        Assert.All(KnownProviders.All.Values, terms => Assert.NotEmpty(terms.Provenance.Source));
        Assert.Equal(QuotaKind.Vcpus, KnownProviders.All["aws"].Quota);
        Assert.Equal(HostKind.PrivatePerson, KnownProviders.All["vast"].Host);
        Assert.Equal(12, KnownProviders.All["kaggle"].SessionHours);
        Assert.Equal(["crestle", "floydhub", "salamander", "vectordash"], KnownProviders.All.Values.Where(terms => terms.IsClosed).Select(terms => terms.Provider.Value).Order());
    }
}
