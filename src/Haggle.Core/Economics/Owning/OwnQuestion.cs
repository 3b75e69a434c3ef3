using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What is asked: this machine, on these terms, for so much work.</summary>
public sealed record OwnQuestion
{
    /// <summary>Asks.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="terms">What owning costs besides.</param>
    /// <param name="hoursPerWeek">Hours a week that the machine works; 0 to 168.</param>
    /// <param name="months">How long is looked ahead; 1 to 240 months.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OwnQuestion(OwnedMachine machine, OwningTerms terms, double hoursPerWeek, int months)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfLessThan(machine.Price, Money.Zero);
        Require(machine.WattsAtWork, 0, 1e7, nameof(machine.WattsAtWork));
        Require(machine.WattsIdle, 0, 1e7, nameof(machine.WattsIdle));
        Require(terms.PowerOverhead, 1, 100, nameof(terms.PowerOverhead));
        Require(terms.AdminHoursPerMonth, 0, OwningCalendar.HoursPerMonth, nameof(terms.AdminHoursPerMonth));
        Require(terms.RepairsPerYear, 0, 10, nameof(terms.RepairsPerYear));
        Require(terms.InterestPerYear, 0, 10, nameof(terms.InterestPerYear));
        Require(terms.ResaleShare, 0, 1, nameof(terms.ResaleShare));
        foreach (var amount in new[] { terms.ElectricityPerKwh, terms.SpacePerMonth, terms.AdminPerHour, terms.BandwidthPerMonth }) ArgumentOutOfRangeException.ThrowIfLessThan(amount, Money.Zero);
        Require(terms.LifeMonths, 1, OwningCalendar.MonthsMost, nameof(terms.LifeMonths));
        Require(hoursPerWeek, 0, OwningCalendar.HoursPerWeek, nameof(hoursPerWeek));
        Require(months, 1, OwningCalendar.MonthsMost, nameof(months));
        Machine = machine;
        Terms = terms;
        HoursPerWeek = hoursPerWeek;
        Months = months;
    }

    /// <summary>The machine.</summary>
    public OwnedMachine Machine { get; }

    /// <summary>What owning costs besides.</summary>
    public OwningTerms Terms { get; }

    /// <summary>Hours a week that the machine works.</summary>
    public double HoursPerWeek { get; }

    /// <summary>How long is looked ahead.</summary>
    public int Months { get; }

    /// <summary>The same question for other work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The hours are not within 0 to 168.</exception>
    public OwnQuestion At(double hoursPerWeek) => new(Machine, Terms, hoursPerWeek, Months);

    private static void Require(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most)) throw new ArgumentOutOfRangeException(name, value, $"must be from {least} to {most}");
    }
}
