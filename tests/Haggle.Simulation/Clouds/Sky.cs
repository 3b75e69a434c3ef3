using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Clouds;

/// <summary>The providers of a world: unlike one another in billing, notice, lag and temper. At least one lets on-demand machines that are always to be had.</summary>
internal static class Sky
{
    private static readonly ImmutableArray<BillingRule> Billings =
        [BillingRule.PerSecond, BillingRule.PerSecondMinuteMinimum, BillingRule.PerHour, new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10))];

    public static ImmutableArray<SimCloud> Draw(SimWorld world, Dice dice) =>
        [.. Enumerable.Range(0, dice.Between(2, 4)).Select(i => DrawCloud(world, dice.Fork((ulong)i), i))];

    private static SimCloud DrawCloud(SimWorld world, Dice dice, int index)
    {
        var name = new ProviderName("cloud" + (char)('a' + index));
        var traits = new ProviderTraits
        {
            ListLag = TimeSpan.FromSeconds(60),
            BootPatience = TimeSpan.FromMinutes(dice.Between(4, 10)),
            ReclaimNotice = dice.Chance(0.6) ? dice.Seconds(25, 120) : TimeSpan.Zero,
            ListEvery = TimeSpan.FromSeconds(dice.Between(10, 30)),
        };
        var billing = dice.Pick(Billings);
        var offers = ImmutableArray.CreateBuilder<SimOffer>();
        for (var size = 1; size <= dice.Between(1, 2); size++)
        {
            var rate = dice.Between(500, 4000) * 1_000_000L + dice.Below(1_000_000);
            if (index == 0 || dice.Chance(0.7)) offers.Add(OnDemand(name, size, billing, rate, index == 0, dice));
            if (index != 0 || dice.Chance(0.7)) offers.Add(Spot(name, size, billing, rate * dice.Between(20, 60) / 100, dice));
        }

        return new SimCloud(name, traits, offers.ToImmutable(), world, dice.Fork(1)) { Weather = world.Weather };
    }

    private static SimOffer OnDemand(ProviderName name, int size, BillingRule billing, long nano, bool isAlwaysUp, Dice dice) =>
        new(Make(name, size, billing, Purchase.OnDemand), new HourlyRate(new Money(nano)), dice.Fork(2))
        {
            Ups = isAlwaysUp ? null : (TimeSpan.FromMinutes(20), TimeSpan.FromHours(5)),
        };

    private static SimOffer Spot(ProviderName name, int size, BillingRule billing, long nano, Dice dice) =>
        new(Make(name, size, billing, Purchase.Spot), new HourlyRate(new Money(nano)), dice.Fork(3))
        {
            Floats = dice.Chance(0.5),
            Ups = dice.Chance(0.5) ? (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(40)) : (TimeSpan.FromMinutes(30), TimeSpan.FromHours(3)),
        };

    private static Offer Make(ProviderName name, int size, BillingRule billing, Purchase purchase) => new()
    {
        Key = new OfferKey($"{name}/gpu{size}/{purchase}"),
        Provider = name,
        InstanceType = $"gpu{size}",
        Accelerator = "V100",
        AcceleratorCount = size * 2,
        AcceleratorMemory = Gib.FromGib(16),
        Vcpus = 8,
        Memory = Gib.FromGib(64),
        Purchase = purchase,
        Billing = billing,
    };
}
