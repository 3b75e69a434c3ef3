using System.Text.Json;
using Haggle.Catalog.BuiltIn;

namespace Haggle.Catalog.Tests;

public sealed class Places
{
    [Theory]
    [InlineData("aws", "us-east-1", "US")]
    [InlineData("aws", "us-east-1-lim-1", "PE")] // a zone of a city that lies in another country than its region
    [InlineData("aws", "eu-central-1-wl1-ber1", "DE")]
    [InlineData("aws", "eu-north-1-cph-1", "DK")]
    [InlineData("sagemaker", "ap-northeast-1", "JP")]
    [InlineData("gcp", "europe-west10", "DE")]
    [InlineData("azure", "westeurope", "NL")]
    [InlineData("vast", "Quebec, CA, NA", "CA")]
    [InlineData("vast", ", US, NA", "US")]
    [InlineData("shadeform", "frankfurt-germany-5", "DE")]
    [InlineData("shadeform", "london-uk-1", "GB")]
    [InlineData("verda", "FIN-02", "FI")]
    [InlineData("nebius", "eu-north1", "FI")]
    [InlineData("nebius", "eu", null)]
    [InlineData("aws", "mars-north-1", null)]
    [InlineData("vast", "somewhere", null)]
    [InlineData("lambda", "", null)]
    public void A_region_is_in_a_country_or_nobody_says(string provider, string region, string? country) => Assert.Equal(country, Regions.CountryOf(provider, region)?.Code);

    [Fact]
    public void Every_region_of_the_built_in_snapshot_is_in_a_country()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in new[] { "market.json", "history.json" })
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedPrices.Root(), "data", name)));
            foreach (var offer in json.RootElement.GetProperty("offers").EnumerateArray())
                if (offer.TryGetProperty("region", out var region) && Regions.CountryOf(offer.GetProperty("provider").GetString()!, region.GetString()!) is null) unknown.Add($"{offer.GetProperty("provider").GetString()} {region.GetString()}");
        }

        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("DE", 1)]
    [InlineData("germany", 1)]
    [InlineData("uk", 1)]
    [InlineData("USA", 1)]
    [InlineData("EU", 27)]
    [InlineData("Narnia", 0)]
    public void A_word_means_countries(string word, int countries) => Assert.Equal(countries, Regions.Meant(word).Count);
}
