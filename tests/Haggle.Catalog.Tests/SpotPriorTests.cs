using Haggle.Catalog.BuiltIn;
using Haggle.Core.Policy.Experience;

namespace Haggle.Catalog.Tests;

public sealed class SpotPriorTests
{
    [Theory]
    [InlineData("aws", "V100", "us-west-2", 1.09)]
    [InlineData("aws", "V100", "us-east-1", 0.96)]
    [InlineData("aws", "K80", "eu-west-1", 0.88)]
    [InlineData("aws", "T4", "us-west-2", 0.86)]
    [InlineData("aws", "A100", "ca-central-1", 0.55)]
    [InlineData("aws", "MI300X", "us-west-2", 1)]
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

    /// <summary>Recordings say how long machines lasted; bands only how many were interrupted: where both speak of a class, the recordings do.</summary>
    [Fact]
    public void Recordings_go_before_bands()
    {
        var known = MarketExperience.Of(BuiltInSpotPriors.All);
        Assert.False(known.Prior(new MarketClass("aws", "V100", "us-east-1")).FromBands);
        Assert.True(known.Prior(new MarketClass("aws", "L4", "eu-west-1")).FromBands);
    }
}
