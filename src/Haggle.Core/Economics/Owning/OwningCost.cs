using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>
/// What owning costs over time. Each kind of cost is computed for the whole time at once and rounded once, half up to the nano-dollar, so that no rounding adds up.
/// Worth falls in a straight line from the price to the resale value over the machine's life (straight-line depreciation); interest is simple, on the worth at the
/// beginning of each month. At the end of its life the machine is sold and bought again at the same price.
/// </summary>
public static class OwningCost
{
    private const decimal WattsPerKilowatt = 1000;

    /// <summary>The bill after a number of months.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The months are negative or more than 240.</exception>
    public static OwningBill After(OwnQuestion question, int months)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, OwningCalendar.MonthsMost);
        var (machine, terms) = (question.Machine, question.Terms);
        var bought = Math.Max(1, (months + terms.LifeMonths - 1) / terms.LifeMonths);
        var resale = Part(machine.Price, (decimal)terms.ResaleShare);
        return new OwningBill
        {
            Purchases = machine.Price * bought,
            Sales = resale * (bought - 1),
            Worth = WorthAt(machine.Price, resale, terms.LifeMonths, months - ((bought - 1) * terms.LifeMonths)),
            Electricity = ElectricityFor(question, months),
            Space = terms.SpacePerMonth * months,
            Admin = Part(terms.AdminPerHour, (decimal)terms.AdminHoursPerMonth * months),
            Repairs = Part(machine.Price, (decimal)terms.RepairsPerYear * months / OwningCalendar.MonthsPerYear),
            Interest = InterestFor(machine.Price, resale, terms, months),
            Bandwidth = terms.BandwidthPerMonth * months,
        };
    }

    /// <summary>What an hour of work costs in electricity, cooling included.</summary>
    public static HourlyRate ElectricityPerHour(OwnedMachine machine, OwningTerms terms)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(terms);
        return new HourlyRate(PerHour(machine.WattsAtWork, terms));
    }

    /// <summary>What was paid, month by month from 0 to the question's end.</summary>
    public static CostCurve Paid(OwnQuestion question) => Curve(question, bill => bill.Paid);

    /// <summary>What it comes to when the machine is sold in that month, month by month from 0 to the question's end.</summary>
    public static CostCurve Net(OwnQuestion question) => Curve(question, bill => bill.Net);

    private static CostCurve Curve(OwnQuestion question, Func<OwningBill, Money> amount)
    {
        ArgumentNullException.ThrowIfNull(question);
        var months = ImmutableArray.CreateBuilder<Money>(question.Months + 1);
        for (var month = 0; month <= question.Months; month++) months.Add(amount(After(question, month)));
        return new CostCurve(months.MoveToImmutable());
    }

    private static Money ElectricityFor(OwnQuestion question, int months)
    {
        var work = OwningCalendar.Hours(question.HoursPerWeek, months);
        var idle = TimeSpan.FromHours(OwningCalendar.HoursPerMonth * months) - work;
        var cost = new HourlyRate(PerHour(question.Machine.WattsAtWork, question.Terms)) * work;
        return idle <= TimeSpan.Zero ? cost : cost + (new HourlyRate(PerHour(question.Machine.WattsIdle, question.Terms)) * idle);
    }

    private static Money PerHour(double watts, OwningTerms terms) => Part(terms.ElectricityPerKwh, (decimal)watts / WattsPerKilowatt * (decimal)terms.PowerOverhead);

    private static Money WorthAt(Money price, Money resale, int life, int age) => price - Part(price - resale, age / (decimal)life);

    private static Money InterestFor(Money price, Money resale, OwningTerms terms, int months)
    {
        // The sum of worths at the beginning of each month: whole lives, and what has begun.
        var lives = months / terms.LifeMonths;
        var rest = months % terms.LifeMonths;
        var sum = (lives * SumOfWorths(price, resale, terms.LifeMonths, terms.LifeMonths)) + SumOfWorths(price, resale, terms.LifeMonths, rest);
        return new Money(checked((long)Math.Round(sum * (decimal)terms.InterestPerYear / OwningCalendar.MonthsPerYear, MidpointRounding.AwayFromZero)));
    }

    private static decimal SumOfWorths(Money price, Money resale, int life, int months) =>
        ((decimal)price.NanoUsd * months) - ((decimal)(price - resale).NanoUsd * months * (months - 1) / 2 / life);

    private static Money Part(Money amount, decimal share) => new(checked((long)Math.Round(amount.NanoUsd * share, MidpointRounding.AwayFromZero)));
}
