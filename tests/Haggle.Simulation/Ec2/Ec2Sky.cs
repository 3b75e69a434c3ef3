using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Simulation.Time;
using Haggle.Testbed.Aws;

namespace Haggle.Simulation.Ec2;

/// <summary>What the account may use and how its market goes: capacity, quotas, spot prices, and machines that AWS takes back.</summary>
internal sealed class Ec2Sky
{
    private static readonly string[] NoCapacity =
        ["InsufficientInstanceCapacity", "InsufficientHostCapacity", "VcpuLimitExceeded", "MaxSpotInstanceCountExceeded", "SpotMaxPriceTooLow", "InternalError", "InsufficientVolumeCapacity"];

    private readonly Ec2World _world;
    private readonly Dice _dice;

    public Ec2Sky(Ec2World world, Dice dice)
    {
        (_world, _dice) = (world, dice);
        Regions = [.. world.Cloud.Zones.Keys.Select(zone => zone[..^1]).Distinct()];
        Listed = [.. (from zone in world.Cloud.Zones from type in zone.Value group zone by (Region: zone.Key[..^1], Type: type) into one select Quote(one.Key.Region, one.Key.Type))];
    }

    public ImmutableArray<string> Regions { get; }

    /// <summary>The list prices on demand.</summary>
    public IReadOnlyList<Quote> Listed { get; }

    public void Begin()
    {
        if (_world.Schedule.StormEnds == _world.Schedule.Start) return;
        foreach (var (zone, types) in _world.Cloud.Zones)
            foreach (var type in types)
            {
                var list = _world.Cloud.OnDemand[type];
                _world.Cloud.Price(zone, type, Part(list, 20, 60));
                Again(5, 45, () => Move(zone, type, Part(list, 15, 125)));
                Again(3, 40, () => _world.Cloud.Refusing[(zone, type)] = _dice.Pick(NoCapacity));
                Again(2, 20, () => _world.Cloud.Refusing.Remove((zone, type)));
            }

        Again(4, 40, TakeOne);
        Again(10, 60, () => _world.Cloud.Quota = (_dice.Pick([8, 16, 1000]), _dice.Pick([0, 8, 16, 1000])));
        _world.Pump.At(_world.Schedule.StormEnds, null, () =>
        {
            _world.Cloud.Refusing.Clear();
            _world.Cloud.Quota = (1000, 1000);
        });
    }

    private void Move(string zone, string type, decimal price)
    {
        _world.Trace.Say("market", $"{type} in {zone} costs {price} now");
        _world.Cloud.Price(zone, type, price);
    }

    private void TakeOne()
    {
        var spot = _world.Cloud.Instances.Where(each => each is { IsSpot: true, EndedAt: null, TakenAt: null }).ToArray();
        if (spot.Length > 0) _world.Cloud.Interrupt(_dice.Pick(spot).Id, _dice.Chance(0.7) ? TimeSpan.FromMinutes(2) : TimeSpan.Zero);
    }

    private void Again(double minutesMin, double minutesMax, Action act) => _world.Pump.After(_dice.Minutes(minutesMin, minutesMax), () =>
    {
        if (!_world.IsStormy) return;
        act();
        Again(minutesMin, minutesMax, act);
    });

    private decimal Part(decimal price, int percentMin, int percentMax) => Math.Round(price * _dice.Between(percentMin, percentMax) / 100, 4);

    private Quote Quote(string region, string type) => new(
        new Offer { Key = new OfferKey($"aws/{region}/{type}/on-demand"), Provider = new ProviderName("aws"), Region = region, InstanceType = type, Accelerator = type[0] == 'g' ? "T4" : "V100", AcceleratorCount = type == "p3.8xlarge" ? 4 : 1, Vcpus = FakeEc2.Vcpus[type], Purchase = Purchase.OnDemand },
        HourlyRate.FromUsd(_world.Cloud.OnDemand[type]), new Provenance("the price list", DateTimeOffset.UnixEpoch));
}
