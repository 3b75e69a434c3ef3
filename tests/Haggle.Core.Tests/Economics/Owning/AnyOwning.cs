using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics.Owning;

/// <summary>Questions and ways to rent with any numbers that are allowed.</summary>
internal static class AnyOwning
{
    public static Gen<OwnQuestion> Questions { get; } =
        from price in Gen.Choose(0, 50_000)
        from watts in Gen.Choose(0, 5_000)
        from idle in Gen.Choose(0, 200)
        from kwh in Gen.Choose(0, 600)
        from overhead in Gen.Choose(100, 250)
        from space in Gen.Choose(0, 500)
        from admin in Gen.Choose(0, 40)
        from repairs in Gen.Choose(0, 30)
        from interest in Gen.Choose(0, 20)
        from life in Gen.Choose(1, 72)
        from resale in Gen.Choose(0, 100)
        from hours in Gen.Choose(0, 1680)
        from months in Gen.Choose(1, 120)
        select new OwnQuestion(
            new OwnedMachine { Name = "any", Price = Money.FromUsd(price), WattsAtWork = watts, WattsIdle = idle },
            new OwningTerms
            {
                ElectricityPerKwh = Money.FromUsd(kwh / 1000m),
                PowerOverhead = overhead / 100.0,
                SpacePerMonth = Money.FromUsd(space),
                AdminHoursPerMonth = admin / 4.0,
                AdminPerHour = Money.FromUsd(60),
                RepairsPerYear = repairs / 100.0,
                InterestPerYear = interest / 100.0,
                BandwidthPerMonth = Money.FromUsd(space),
                LifeMonths = life,
                ResaleShare = resale / 100.0,
            },
            hours / 10.0, months);

    public static Gen<RentOption> Options { get; } =
        from cents in Gen.Choose(1, 4_000)
        from speed in Gen.Choose(10, 400)
        from repeated in Gen.Choose(0, 50)
        from storage in Gen.Choose(0, 100)
        from purchase in Gen.Elements(Purchase.OnDemand, Purchase.Spot, Purchase.ReservedOneYear, Purchase.ReservedThreeYears)
        select new RentOption
        {
            Name = "any",
            Purchase = purchase,
            Rate = HourlyRate.FromUsd(cents / 100m),
            Speed = speed / 100.0,
            Repeated = repeated / 100.0,
            StoragePerMonth = Money.FromUsd(storage),
        };

    public static Arbitrary<(OwnQuestion Question, RentOption Option)> Cases { get; } = Arb.From(from question in Questions from option in Options select (question, option));
}
