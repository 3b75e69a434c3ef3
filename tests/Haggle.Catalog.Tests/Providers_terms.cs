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
    public void What_a_buyer_must_know_is_known_with_its_source()
    {
        Assert.All(KnownProviders.All.Values, terms => Assert.NotEmpty(terms.Provenance.Source));
        Assert.Equal(QuotaKind.Vcpus, KnownProviders.All["aws"].Quota);
        Assert.Equal(HostKind.PrivatePerson, KnownProviders.All["vast"].Host);
        Assert.Equal(12, KnownProviders.All["kaggle"].SessionHours);
        Assert.Equal(["crestle", "floydhub", "salamander", "vectordash"], KnownProviders.All.Values.Where(terms => terms.IsClosed).Select(terms => terms.Provider.Value).Order());
    }
}
