using Haggle.Catalog.BuiltIn;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests;

public sealed class BuiltInOffersTests
{
    [Theory]
    [InlineData("aws/us-east-1/p3.2xlarge/spot", "aws/us-east-1/p3.2xlarge/spot")]
    [InlineData("aws:g4dn.xlarge:spot", "aws/us-east-1/g4dn.xlarge/spot")]
    [InlineData("AWS:G4DN.XLARGE:on-demand", "aws/us-east-1/g4dn.xlarge/on-demand")]
    [InlineData("g4dn.xlarge", "aws/us-east-1/g4dn.xlarge/spot")] // spot is what a rehearsal is for
    [InlineData("p5.48xlarge", "aws/us-east-1/p5.48xlarge/on-demand")] // no spot price is known
    [InlineData("gcp:us-central1:g2-standard-4", "gcp/us-central1/g2-standard-4/spot")]
    [InlineData("RTX-4090", "runpod/community/RTX-4090/on-demand")] // the cheapest of those that fit
    [InlineData("spot:aws", null)] // the order matters
    [InlineData("p9.xlarge", null)]
    [InlineData("", null)]
    [InlineData("::/", null)]
    public void An_offer_is_found_by_its_key_or_a_short_form(string name, string? key) =>
        Assert.Equal(key, BuiltInOffers.Find(name)?.Offer.Key.Value);

    [Theory]
    [InlineData("aws:g4dn.xlarg", "aws/us-east-1/g4dn.xlarge/on-demand")]
    [InlineData("p3.2xlage", "aws/us-east-1/p3.2xlarge/on-demand")]
    [InlineData("completely-different", null)]
    public void A_mistyped_name_is_answered_with_what_was_meant(string name, string? key) => Assert.Equal(key, BuiltInOffers.Nearest(name).FirstOrDefault());

    [Fact]
    public void Every_row_is_whole_and_no_key_comes_twice()
    {
        Assert.InRange(BuiltInOffers.All.Length, 40, 60);
        Assert.Equal(BuiltInOffers.All.Length, BuiltInOffers.All.Select(quote => quote.Offer.Key).Distinct().Count());
        Assert.All(BuiltInOffers.All, quote =>
        {
            Assert.NotEqual(HourlyRate.Free, quote.Rate);
            Assert.NotEmpty(quote.Provenance.Source);
            Assert.InRange(quote.Provenance.AsOf.Year, 2024, 2026);
            Assert.True(quote.Offer.AcceleratorCount >= 1 && quote.Offer.Vcpus > 0 && quote.Offer.Memory.Mib > 0 && quote.Offer.AcceleratorMemory.Mib > 0);
        });
    }

    [Fact]
    public void A_spot_offer_costs_less_than_its_on_demand_twin()
    {
        foreach (var spot in BuiltInOffers.All.Where(quote => quote.Offer.CanBeReclaimed))
        {
            var twin = BuiltInOffers.Find(spot.Offer.Key.Value.Replace("/spot", "/on-demand", StringComparison.Ordinal));
            Assert.True(twin is not null && spot.Rate < twin.Rate, spot.Offer.Key.Value);
        }
    }
}
