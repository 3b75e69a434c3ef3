using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics;

/// <summary>Trainings, assumptions and offers for tests of estimates.</summary>
internal static class Trainings
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static TrainingAssumptions Assumed { get; } = new(
    [
        One("scaling.kept_per_doubling", 0.98, 0.3, 1), One("scaling.kept_per_doubling_of_machines", 0.85, 0.1, 1), One("startup.minutes", 5, 0, 600),
        One("staging.gb_per_second", 0.1, 0.001, 100), One("checkpoint.gb_per_second", 0.5, 0.001, 1000), One("checkpoint.bytes_per_parameter", 12, 1, 64),
        One("checkpoint.gb_unknown", 1, 0, 1e5), One("memory.bytes_per_parameter", 16, 0, 64), One("reclaim.hours_between", 24, 0.1, 1e5), One("reclaim.range", 3, 1, 100),
        One("reclaim.wait_minutes", 5, 0, 1e4), One("storage.spare_gb", 50, 0, 1e5), One("storage.usd_per_gb_month", 0.1, 0, 10), One("egress.usd_per_gb", 0.09, 0, 10), One("cpu.gflops_per_vcpu", 20, 0.1, 1000),
    ]);

    /// <summary>One model with three published speeds; the law is plain bandwidth.</summary>
    public static SpeedKnowledge Knowledge { get; } = new(
        [new ModelProfile { Name = "resnet-50", Kind = "convolution", Unit = "image", FlopsPerUnit = 24.5e9, Parameters = 25.6e6, MeasuredAs = "resnet50", Source = "a test" }, new ModelProfile { Name = "gpt-2", Aliases = ["gpt2"], Kind = "transformer", Unit = "token", FlopsPerUnit = 0.744e9, Parameters = 124e6, Source = "a test" }],
        [new DatasetProfile { Name = "imagenet", Unit = "image", Count = 1_281_167, Gb = 138, Source = "a test" }, new DatasetProfile { Name = "wikitext-103", Unit = "token", Count = 103e6, Source = "a test" }],
        [new SpeedFact("resnet50", NumberFormat.Half, "V100", 800, "old"), new SpeedFact("resnet50", NumberFormat.Half, "V100", 833, "new"), new SpeedFact("resnet50", NumberFormat.Half, "A100", 1396, "new")],
        new TransferLaw([new("all:bandwidth", 1)]),
        ImmutableDictionary<string, RooflineLaw>.Empty.Add("transformer", new RooflineLaw(0.5, 80)),
        ImmutableDictionary<string, WayAccuracy>.Empty.Add("measured-on-card", new WayAccuracy(0.1, 0.25, "a test")).Add("transferred-0", new WayAccuracy(0.1, 0.4, "a test")).Add("several-cards", new WayAccuracy(0.04, 0.3, "a test")));

    public static TrainingWork Images(double count) => new() { Amount = count, Unit = "image", MeasuredAs = "resnet50", Kind = "convolution", FlopsPerUnit = 24.5e9, Parameters = 25.6e6, Told = "a test" };

    public static TrainingTask Task(double images = 20e6, bool checkpoints = true) => new() { Work = Images(images), KeepsCheckpoints = checkpoints };

    public static TrainingPlanner Planner(TrainingTask task, params ProviderTerms[] terms) => new(task, Knowledge, Assumed, terms.ToDictionary(each => each.Provider.Value));

    public static Quote Quote(string provider, string accelerator, double count, decimal usd, Purchase purchase = Purchase.OnDemand, string region = "r", BillingRule? billing = null, HostKind host = HostKind.DataCentre) => new(
        new Offer
        {
            Key = new OfferKey($"{provider}/{region}/{count}x{accelerator}/{purchase}"),
            Provider = new ProviderName(provider),
            Region = region,
            InstanceType = $"{count}x{accelerator}",
            Accelerator = accelerator,
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib(16),
            Purchase = purchase,
            Billing = billing ?? BillingRule.PerSecond,
            Facts = new OfferFacts { Host = host },
        },
        HourlyRate.FromUsd(usd),
        new Provenance("a test", Noon.AddDays(-1)));

    public static Gen<Quote> AnyQuote =>
        from provider in Gen.Elements("a", "b", "c")
        from region in Gen.Elements("r", "s", "t", "u")
        from accelerator in Gen.Elements("V100", "A100", "T4", "H100")
        from count in Gen.Elements(1.0, 2, 4, 8)
        from cents in Gen.Choose(1, 3000)
        from purchase in Gen.Elements(Purchase.OnDemand, Purchase.Spot)
        from billing in Gen.Elements(BillingRule.PerSecond, BillingRule.PerHour, BillingRule.PerSecondMinuteMinimum)
        select Quote(provider, accelerator, count, cents / 100m, purchase, region, billing);

    public static Arbitrary<Quote[]> AnyMarket => AnyQuote.ArrayOf().Select(quotes => quotes.DistinctBy(quote => quote.Offer.Key).ToArray()).ToArbitrary();

    private static Assumption One(string name, double value, double least, double most) => new(name, value, least, most, "a test", "a test");
}
