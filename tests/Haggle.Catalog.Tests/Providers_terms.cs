using Haggle.Catalog.BuiltIn;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests;

public sealed class Providers_terms
{
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
