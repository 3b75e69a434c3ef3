using Haggle.Catalog.BuiltIn;
using Haggle.Core.Policy.Experience;

namespace Haggle.Catalog.Tests;

public sealed class SpotPriorTests
{
    [Theory]
    [InlineData("aws", "V100", "us-west-2", 1.09)]
    [InlineData("aws", "V100", "us-east-1", 0.96)]
    [InlineData("aws", "K80", "eu-west-1", 0.88)]
    [InlineData("aws", "H100", "us-west-2", 1)]
    [InlineData("gcp", "V100", "us-west-2", 1)]
    public void A_class_has_the_prior_of_its_recordings_or_the_mean_of_all(string provider, string accelerator, string region, double loss)
    {
        var prior = MarketExperience.Of(BuiltInSpotPriors.All).Prior(new MarketClass(provider, accelerator, region));
        Assert.Equal(loss, prior.Loss);
        Assert.True(prior.Origin.Length > 10);
    }

    [Fact]
    public void Every_prior_is_a_sober_number() =>
        Assert.All(BuiltInSpotPriors.All, prior => Assert.True(prior.Loss is > 0.1 and < 10 && prior.Comeback is > 0.1 and < 10, prior.ToString()));
}
