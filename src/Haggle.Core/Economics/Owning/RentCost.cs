using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>
/// What renting costs over time, for the same work as an own machine does. What is not committed to is paid for the hours that are worked; a commitment is paid
/// for every hour of every month, by whole machines, used or not.
/// </summary>
public static class RentCost
{
    // Hours per week come out of divisions: 168 hours and a billionth are one machine, not two.
    private const double Nearly = 1e-9;

    /// <summary>Hours a week that rented machines work for the same work.</summary>
    /// <param name="option">What is rented.</param>
    /// <param name="ownHoursPerWeek">What the own machine would work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The speed is not more than zero, or something is repeated less than never.</exception>
    public static double HoursPerWeek(RentOption option, double ownHoursPerWeek)
    {
        ArgumentNullException.ThrowIfNull(option);
        if (!(option.Speed > 0) || double.IsInfinity(option.Speed)) throw new ArgumentOutOfRangeException(nameof(option), option.Speed, "the speed must be more than zero");
        if (!(option.Repeated >= 0)) throw new ArgumentOutOfRangeException(nameof(option), option.Repeated, "the repeated share must be zero or more");
        return ownHoursPerWeek / option.Speed * (1 + option.Repeated);
    }

    /// <summary>How many machines a commitment must hold for the work; 1 where nothing is committed to, because those come and go.</summary>
    public static int Machines(RentOption option, double ownHoursPerWeek)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.CommittedMonths == 0 ? 1 : Math.Max(1, (int)Math.Ceiling((HoursPerWeek(option, ownHoursPerWeek) / OwningCalendar.HoursPerWeek) - Nearly));
    }

    /// <summary>What it has cost after so many months.</summary>
    public static Money After(RentOption option, double ownHoursPerWeek, int months)
    {
        ArgumentNullException.ThrowIfNull(option);
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        var hours = option.CommittedMonths > 0
            ? TimeSpan.FromHours(OwningCalendar.HoursPerMonth * months) * Machines(option, ownHoursPerWeek)
            : OwningCalendar.Hours(HoursPerWeek(option, ownHoursPerWeek), months);
        return (option.Rate * hours) + (option.StoragePerMonth * months);
    }

    /// <summary>What must be paid for the whole term, whatever happens; zero where nothing is committed to.</summary>
    public static Money Committed(RentOption option, double ownHoursPerWeek)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.CommittedMonths == 0 ? Money.Zero : After(option with { StoragePerMonth = Money.Zero }, ownHoursPerWeek, option.CommittedMonths);
    }

    /// <summary>What it has cost, month by month from 0 to the question's end.</summary>
    public static CostCurve Curve(RentOption option, OwnQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var months = ImmutableArray.CreateBuilder<Money>(question.Months + 1);
        for (var month = 0; month <= question.Months; month++) months.Add(After(option, question.HoursPerWeek, month));
        return new CostCurve(months.MoveToImmutable());
    }
}
