using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Bench.Decide;

/// <summary>A market as large as all providers' together. One offer in a hundred is what the typical job wishes for.</summary>
internal static class SampleMarket
{
    private static readonly string[] Accelerators = ["A100", "L4", "T4", "V100", "A10G", "H200", "RTX4090", "L40S"];

    public static Quote Quote(int i)
    {
        var number = i.ToString(CultureInfo.InvariantCulture);
        var isWished = i % 100 == 0;
        var provider = new ProviderName("provider-" + (i % 17).ToString(CultureInfo.InvariantCulture));
        var offer = new Offer
        {
            Key = new OfferKey($"{provider.Value}/region-{i % 40}/type-{number}/spot"),
            Provider = provider,
            Region = $"region-{i % 40}",
            InstanceType = "type-" + number,
            Accelerator = isWished ? "H100" : Accelerators[i % Accelerators.Length],
            AcceleratorCount = isWished ? 8 : 1 << (i % 4),
            AcceleratorMemory = Gib.FromGib(80),
            Vcpus = 96,
            Memory = Gib.FromGib(1000),
            Purchase = Purchase.Spot,
        };
        // Prices in no order, the same in each run.
        var cents = (decimal)((uint)i * 2654435761u % 5000) + 10;
        return new Quote(offer, HourlyRate.FromUsd(cents / 100), new Provenance("the benchmark", DateTimeOffset.UnixEpoch));
    }
}
