using Haggle.Catalog.Questions;
using Haggle.Core.Market;

namespace Haggle.Catalog.Tests;

public sealed class Reference_prices(EveryPriceFile files)
{
    [Fact]
    public void Every_file_is_read_to_its_end_and_every_row_is_accounted_for()
    {
        var market = files.Market();
        Assert.All(files.Reports.Values, report =>
        {
            Assert.Equal("", report.Fault);
            Assert.True(report.Kept + report.LeftOut + report.Refused >= report.Read, report.File);
        });
        Assert.True(market.RowCount > 250_000, $"{market.RowCount}");
        market.Verify();
    }

    [Theory]
    [InlineData("aws/us-east-1/p4d.24xlarge/on-demand", 2026, 7, "21.957642")]
    [InlineData("aws/us-east-1/p5.48xlarge/on-demand", 2026, 7, "55.04")]
    [InlineData("aws/us-east-1-atl-1/p5.48xlarge/on-demand", 2024, 4, "98.32")] // the same machine, another time; in us-east-1 itself the list says 0
    [InlineData("aws/us-east-1/p3.2xlarge/spot", 2024, 4, "1.4076")]
    [InlineData("aws/us-east-1/p2.xlarge/reserved-1y-all-upfront", 2017, 11, "0.573")]
    [InlineData("gcp/us-central1/a2-highgpu-1g/reserved-3y", 2026, 7, null)]
    [InlineData("azure/southeastasia/Standard_NC12/spot", 2022, 8, "0.2642")]
    [InlineData("gcp/us-central1/n1-standard-8+nvidia-tesla-t4/spot", 2026, 8, "0.19")] // the card and the machine under it
    [InlineData("verda/FIN-03/1B300.30V/spot", 2025, 12, "2.447")]
    public void A_price_is_what_the_source_writes(string key, int year, int month, string? usd)
    {
        var price = files.Usd(key, year, month);
        if (usd is not null) Assert.Equal(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture), price);
        Assert.True(price > 0);
    }

    [Theory]
    [InlineData("vast.csv", "a spot price of 0 means unknown")]
    [InlineData("ec2-ondemand-spotavg-2024-04-04.json", "a price of 0 means unknown")]
    [InlineData("aws-p-family-spot-by-az.csv", "a spot price that is not below on demand")]
    [InlineData("pricing-2026-07-30.yml", "the machine does not exist in that region")]
    [InlineData("pricing-2026-07-30.yml", "a month without commitment: the hourly price holds")]
    [InlineData("observations-2026-07-21.csv", "a price for several accelerators: some rows mean one of them, some all, and nothing tells which")]
    [InlineData("derived-gpu-price-changes.csv", "less than half of what the machine usually costs: the list lacks a part of it")]
    [InlineData("offerings.json", "no accelerator 'RTX 4090 (48 GB mod)' is known")]
    [InlineData("serverless-gpus.csv", "'A100 (20 GB)' with 20 GB is no card as it is sold")]
    public void What_is_not_kept_is_told_with_its_reason(string file, string reason)
    {
        files.Market();
        Assert.Contains(files.Reports[file].Reasons(), each => each.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_spelling_means_a_card_but_for_these()
    {
        files.Market();
        var refused = files.Reports.Values.SelectMany(report => report.Reasons()).Where(reason => reason.Contains(" is known", StringComparison.Ordinal) || reason.Contains("as it is sold", StringComparison.Ordinal) || reason.Contains("different memories", StringComparison.Ordinal))
            .Select(reason => reason[(reason.IndexOf(": ", StringComparison.Ordinal) + 2)..reason.LastIndexOf(" (line", StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "'A100 (20 GB)' with 20 GB is no card as it is sold", // a slice
                "'GTX 1080 Ti' with 8 GB is no card as it is sold",
                "'NVIDIA B300' with 180 GB is no card as it is sold",
                "'NVIDIA L40' with 40 GB is no card as it is sold",
                "'RTX4060' with 16 GB is no card as it is sold",
                "'RTX4070' with 16 GB is no card as it is sold",
                "'RTX4090' with 48 GB is no card as it is sold", // modified
                "'RTXA2000' with 6 GB is no card as it is sold",
                "no accelerator 'NVIDIA RTX PRO-A6000 SE' is known", // two names in one
                "no accelerator 'RTX 4080 (32 GB mod)' is known",
                "no accelerator 'RTX 4090 (48 GB mod)' is known",
            ],
            refused);
    }

    [Fact]
    public void A_machine_is_not_offered_where_it_is_not()
    {
        Assert.Empty(files.Prices("gcp/africa-south1/a2-highgpu-1g/on-demand"));
        Assert.NotEmpty(files.Prices("gcp/us-central1/a2-highgpu-1g/on-demand"));
    }

    [Fact]
    public void Two_sources_agree_on_machines_with_their_local_disk()
    {
        // One has the disk in its price per hour, the other in the price of the machine: 5.0688 both, to the cent of a month.
        var now = files.Prices("gcp/us-central1/a2-ultragpu-1g/on-demand");
        var table = now.First(price => price.Source.Contains("autoscaler", StringComparison.Ordinal)).HourlyNanoUsd;
        var list = now.First(price => price.AsOf.Year == 2026 && price.Source.Contains("gcosts", StringComparison.Ordinal)).HourlyNanoUsd;
        Assert.InRange((double)table / list, 0.99999, 1.00001);
    }

    [Fact]
    public void Interruption_bands_stand_with_spot_offers() =>
        Assert.Equal(InterruptionBand.Over20Percent, files.Prices("aws/us-east-1/p3.2xlarge/spot")[0].Interruption);

    [Fact]
    public void An_unknown_machine_with_accelerators_does_not_pass_for_one_without()
    {
        var market = files.Market();
        for (var block = 0; block < market.Blocks; block++)
        {
            if (market.Accelerator(block).Length > 0) continue;
            var rows = market.Rows(block, history: false);
            for (var i = 0; i < market.Count(block, history: false); i++)
            {
                var type = market.String(Store.MarketFile.Row(rows, i).InstanceType);
                Assert.False(type.StartsWith("Standard_NC", StringComparison.Ordinal) || type.StartsWith("p5.", StringComparison.Ordinal), type);
            }
        }
    }

    [Fact]
    public void Families_of_2021_have_the_rates_that_the_article_gives()
    {
        // g4dn.xlarge: T4, 8.1 TFLOPS, the cheapest; p4d.24xlarge the dearest; the slowest GPU 4.8 TFLOPS (M60); linear in GPUs.
        Assert.Equal(8.1, Fp32("aws/us-east-1/g4dn.xlarge/on-demand"), 0.05);
        Assert.Equal(4.8, Fp32("aws/us-east-1/g3.4xlarge/on-demand"), 0.05);
        Assert.Equal(4 * Fp32("aws/us-east-1/g3.4xlarge/on-demand"), Fp32("aws/us-east-1/g3.16xlarge/on-demand"), 0.001);
        Assert.Equal(8 * 19.5, Fp32("aws/us-east-1/p4d.24xlarge/on-demand"), 0.2);
        Assert.Equal(16 * Fp32("aws/us-east-1/p2.xlarge/on-demand"), Fp32("aws/us-east-1/p2.16xlarge/on-demand"), 0.001);

        // The price of a TFLOP differs hugely between them.
        var perTflop = new[] { "g4dn.xlarge", "g3.4xlarge", "p2.xlarge", "p3.2xlarge" }.Select(type => PerTflop($"aws/us-east-1/{type}/on-demand", 2024)).ToArray();
        Assert.True(perTflop.Max() > 2 * perTflop.Min(), string.Join(", ", perTflop));
    }

    [Fact]
    public void Spot_savings_of_January_2021_come_out_as_recomputed()
    {
        string[] keys = ["gcp//n1-standard-16-with-P4", "azure//NV6-with-M60", "aws//g3.4xlarge-with-M60"];
        var savings = keys.Select(key => 1 - (files.Usd(key + "/spot", 2021, 1) / files.Usd(key + "/on-demand", 2021, 1))).Select(share => (double)share * 100).ToArray();
        Assert.Equal([72.1, 82.5, 70.2], savings.Select(saving => Math.Round(saving, 1)));
        Assert.Equal(74.9, savings.Average(), 0.05);
    }

    [Fact]
    public void A_managed_machine_costs_what_the_article_says_more()
    {
        // SageMaker's p2.xlarge at $1.26 against $0.90 of the same machine: 40 % more in 2018; "about 30 %" in 2021.
        var market = new Store.MarketBuilder();
        var own = Path.Combine(SharedPrices.Root(), "data", "single-offers.json");
        var report = new Imports.PriceImport(market).Import(new Imports.PriceFile(own, "", null, ""));
        Assert.Equal((0, report.Read), (report.Refused, report.Kept));
        using var single = Store.MarketFile.Open("single offers", market.ToBytes(DateTimeOffset.UnixEpoch));
        var managed = OfferSearch.Show(single, "sagemaker//ml.p2.xlarge/managed")[0];
        Assert.Equal(1.4, (double)managed.HourlyNanoUsd / (double)(files.Usd("aws/us-east-1/p2.xlarge/on-demand", 2017, 11) * 1e9m), 0.001);
    }

    private double Fp32(string key) => files.Prices(key)[0] is var offer ? offer.Count * offer.Accelerator!.Fp32!.Value.Value : 0;

    private double PerTflop(string key, int year) => files.Prices(key).First(price => price.AsOf.Year == year).HourlyNanoUsd / 1e9 / Fp32(key);

    [Fact]
    public void Questions_are_answered_from_all_of_it()
    {
        var now = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
        var wish = AcceleratorWish.Parse("H100:8", out _)!;
        var answer = OfferSearch.Ask(files.Market(), new OfferQuestion { Accelerators = [wish], Purchases = default(PurchaseSet).With(Purchase.Spot) }, now);
        Assert.All(answer.Offers, offer => Assert.True(offer.Count == 8 && offer.Accelerator!.Name.StartsWith("H100", StringComparison.Ordinal) && offer.Purchase == Purchase.Spot));
        Assert.Equal(answer.Offers.Count, answer.Offers.Select(offer => offer.Provider).Distinct().Count());
        Assert.Equal(answer.Offers.Select(offer => offer.HourlyNanoUsd).Order(), answer.Offers.Select(offer => offer.HourlyNanoUsd));
        Assert.Equal(answer.Looked, answer.Fitting + answer.Removed.Sum(removed => removed.Count));
    }
}
