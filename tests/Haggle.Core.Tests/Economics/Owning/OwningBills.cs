using Haggle.Core.Economics.Owning;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics.Owning;

/// <summary>Bills worked out by hand.</summary>
public sealed class OwningBills
{
    private static readonly OwnedMachine Machine = new() { Name = "m", Price = Money.FromUsd(3600), WattsAtWork = 1000, WattsIdle = 100 };

    [Theory]
    // 84 of 168 hours: 365 hours at work and 365 idle in each month; 12 months at $0.20 are 876 + 87.60, with a fifth more for cooling.
    [InlineData("electricity", 12, 1156.32)]
    // 3,600 + 3,500 + ... + 2,500 = 36,600 is what it was worth at the twelve beginnings of months; one percent of it.
    [InlineData("interest", 12, 366)]
    // Three years: 3,600 + ... + 100 = 66,600.
    [InlineData("interest", 36, 666)]
    // In the thirteenth month of the second machine: 66,600 + 36,600 + 2,400.
    [InlineData("interest", 49, 1056)]
    [InlineData("repairs", 12, 108)]
    [InlineData("repairs", 6, 54)]
    [InlineData("admin", 12, 1200)]
    [InlineData("space", 12, 120)]
    [InlineData("bandwidth", 12, 60)]
    [InlineData("depreciation", 12, 1200)]
    [InlineData("depreciation", 36, 3600)]
    // The second machine has lost a third.
    [InlineData("depreciation", 48, 4800)]
    [InlineData("purchases", 36, 3600)]
    [InlineData("purchases", 37, 7200)]
    [InlineData("worth", 0, 3600)]
    [InlineData("worth", 18, 1800)]
    [InlineData("worth", 36, 0)]
    public void Every_kind_of_cost_is_what_it_says(string kind, int months, decimal usd)
    {
        var bill = OwningCost.After(Question(resale: 0), months);
        var amount = kind switch
        {
            "electricity" => bill.Electricity,
            "interest" => bill.Interest,
            "repairs" => bill.Repairs,
            "admin" => bill.Admin,
            "space" => bill.Space,
            "bandwidth" => bill.Bandwidth,
            "depreciation" => bill.Depreciation,
            "purchases" => bill.Purchases,
            _ => bill.Worth,
        };
        Assert.Equal(Money.FromUsd(usd), amount);
    }

    [Fact]
    public void What_is_sold_at_the_end_of_its_life_comes_back()
    {
        var question = Question(resale: 0.25);
        Assert.Equal(Money.FromUsd(900), OwningCost.After(question, 36).Worth);
        Assert.Equal(Money.Zero, OwningCost.After(question, 36).Sales);
        var next = OwningCost.After(question, 37);
        Assert.Equal(Money.FromUsd(900), next.Sales);
        Assert.Equal(Money.FromUsd(3600 - 75), next.Worth);
        Assert.Equal(Money.FromUsd(2700 + 75), next.Depreciation);
    }

    [Fact]
    public void A_rented_month_is_price_times_hours_and_what_is_kept()
    {
        var option = new RentOption { Name = "r", Purchase = Core.Market.Purchase.Spot, Rate = HourlyRate.FromUsd(0.90m), Speed = 2, Repeated = 0.1, StoragePerMonth = Money.FromUsd(10) };
        // 84 hours a week of the own machine: 365 a month, half of that on one twice as fast, a tenth again.
        Assert.Equal(Money.FromUsd((365m / 2 * 1.1m * 0.90m) + 10), RentCost.After(option, 84, 1));
    }

    private static OwnQuestion Question(double resale) => new(
        Machine,
        new OwningTerms
        {
            ElectricityPerKwh = Money.FromUsd(0.20m),
            PowerOverhead = 1.2,
            SpacePerMonth = Money.FromUsd(10),
            AdminHoursPerMonth = 2,
            AdminPerHour = Money.FromUsd(50),
            RepairsPerYear = 0.03,
            InterestPerYear = 0.12,
            BandwidthPerMonth = Money.FromUsd(5),
            LifeMonths = 36,
            ResaleShare = resale,
        },
        84, 60);
}
