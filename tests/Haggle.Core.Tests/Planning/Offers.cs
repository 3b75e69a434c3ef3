using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Planning;

/// <summary>Offers, wishes and markets for the planner's tests.</summary>
internal static class Offers
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A quote out of "provider/region/type/purchase ACCELERATOR:COUNT memory $price".</summary>
    public static Quote Quote(string key, string accelerator, double count, double acceleratorGib, double vcpus, double gib, decimal usd)
    {
        var parts = key.Split('/');
        var offer = new Offer
        {
            Key = new OfferKey(key),
            Provider = new ProviderName(parts[0]),
            Region = parts[1],
            InstanceType = parts[2],
            Accelerator = accelerator,
            AcceleratorCount = count,
            AcceleratorMemory = Gib.FromGib(acceleratorGib),
            Vcpus = vcpus,
            Memory = Gib.FromGib(gib),
            Purchase = parts[3] switch { "spot" => Purchase.Spot, "owned" => Purchase.Owned, _ => Purchase.OnDemand },
        };
        return new Quote(offer, HourlyRate.FromUsd(usd), new Provenance("a test", Noon));
    }

    /// <summary>Six offers of three kinds.</summary>
    public static MarketSnapshot Market { get; } = new(Noon,
    [
        Quote("aws/us-east-1/p3.2xlarge/on-demand", "V100", 1, 16, 8, 61, 3.06m),
        Quote("aws/us-east-1/p3.2xlarge/spot", "V100", 1, 16, 8, 61, 1.40m),
        Quote("aws/us-west-2/p3.2xlarge/spot", "V100", 1, 16, 8, 61, 0.86m),
        Quote("gcp/us-central1/a2-highgpu-1g/on-demand", "A100", 1, 40, 12, 85, 3.67m),
        Quote("verda/FIN-01/1A100.22V/spot", "A100-80GB", 1, 80, 22, 120, 0.45m),
        Quote("aws/us-east-1/p4de.24xlarge/on-demand", "A100-80GB", 8, 80, 96, 1152, 27.45m),
    ]);

    public static Job Job(params ResourceWish[] wishes) => new() { Name = "test", Wishes = [.. wishes] };

    /// <summary>Any quote of a small world in which offers often resemble each other.</summary>
    public static Gen<Quote> AnyQuote =>
        from kind in Gen.Elements(("V100", 16.0), ("A100", 40.0), ("A100-80GB", 80.0), ("", 0.0))
        from provider in Gen.Elements("aws", "gcp", "local")
        from count in Gen.Elements(1, 2, 8)
        from cents in Gen.Choose(0, 400)
        from purchase in Gen.Elements("spot", "on-demand", "owned")
        from serial in Gen.Choose(0, 1_000_000)
        select Quote($"{provider}/r{serial % 3}/t{serial}/{purchase}", kind.Item1, kind.Item1.Length > 0 ? count : 0, kind.Item2, count * 4, count * 32, cents / 100m);

    /// <summary>Any market, each offer once.</summary>
    public static Gen<Quote[]> AnyMarket => AnyQuote.ArrayOf().Select(quotes => quotes.DistinctBy(quote => quote.Offer.Key).ToArray());

    /// <summary>Any wish of the same small world.</summary>
    public static Gen<ResourceWish> AnyWish =>
        from accelerator in Gen.Elements("", "V100", "A100", "A100-80GB")
        from count in Gen.Elements(0, 1, 8)
        from spot in Gen.Elements<bool?>(null, true, false)
        from cents in Gen.Choose(0, 400)
        from capped in Gen.Elements(true, false)
        from vcpus in Gen.Elements(0, 8, 32)
        select new ResourceWish
        {
            Accelerator = accelerator,
            AcceleratorCount = count,
            Spot = spot,
            MaxHourly = capped ? HourlyRate.FromUsd(cents / 100m) : null,
            Vcpus = vcpus,
        };
}
