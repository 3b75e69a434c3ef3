using Haggle.Core.Market;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Policy.Placement;

/// <summary>Offers and questions for tables of placement decisions.</summary>
internal static class Zones
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    public static Quote Quote(string name, double rate, Purchase purchase = Purchase.Spot, BillingRule? billing = null, InterruptionBand band = InterruptionBand.Unknown, bool? available = null) => new(
        new Offer
        {
            Key = new OfferKey(name),
            Provider = new ProviderName("cloud"),
            Region = "west",
            InstanceType = "v100",
            Accelerator = "V100",
            Purchase = purchase,
            Billing = billing ?? BillingRule.PerSecond,
            Facts = new OfferFacts { Interruption = band, Available = available },
        },
        HourlyRate.FromUsd((decimal)rate), new Provenance("test", Noon));

    public static ZoneOutlook Zone(string name = "west/spot", double rate = 0.97, bool up = true, double life = 3.7, double age = 1, double back = 2, double start = 0.1) => new()
    {
        Quote = Quote(name, rate),
        HourlyUsd = rate,
        IsUp = up,
        ChanceUp = up ? 1 : 0,
        Age = Hours(age),
        Life = Hours(life),
        Return = up ? TimeSpan.Zero : Hours(back),
        StartUp = Hours(start),
    };

    public static ZoneOutlook OnDemand(double rate = 3.06, double start = 0.1) =>
        new() { Quote = Quote("west/on-demand", rate, Purchase.OnDemand), HourlyUsd = rate, StartUp = Hours(start) };

    public static PlacementQuestion Ask(double? left, double? work, params ZoneOutlook[] spot) => new()
    {
        Spot = [.. spot],
        Lasting = [OnDemand()],
        Left = left is { } hours ? Hours(hours) : null,
        Work = work is { } known ? new WorkEstimate(Hours(known), Hours(known * 1.05)) : null,
        Reserve = Hours(0.5),
        Patience = Hours(1),
    };
}
