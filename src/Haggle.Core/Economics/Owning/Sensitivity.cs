using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What the answer hangs on: one assumption at a time is set to a low and a high value. The order is a tornado's, the strongest first.</summary>
public static class Sensitivity
{
    // How far each assumption is moved is itself one: about as far as people who know their own case are off.
    private const double HoursBy = 0.5;
    private const double PriceBy = 0.3;
    private const double PartsBy = 0.2;
    private const double WattsBy = 0.3;
    private const double SpeedBy = 0.2;
    private const double HighResale = 0.4;
    private const double HighInterest = 0.1;

    /// <summary>The lines, the strongest first; assumptions that change nothing are left out.</summary>
    public static ImmutableArray<SensitivityLine> Of(OwnQuestion question, RentOption option) =>
        [.. Changes(question, option).Select(Line).Where(line => line.Swing > Money.Zero).OrderByDescending(line => line.Swing.NanoUsd).ThenBy(line => line.Name, StringComparer.Ordinal)];

    /// <summary>The usual changes.</summary>
    public static IEnumerable<Change> Changes(OwnQuestion question, RentOption option)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(option);
        var (machine, terms) = (question.Machine, question.Terms);
        OwnQuestion With(OwnedMachine? otherMachine = null, OwningTerms? otherTerms = null) => new(otherMachine ?? machine, otherTerms ?? terms, question.HoursPerWeek, question.Months);
        Change Own(string name, string low, string high, OwnQuestion atLow, OwnQuestion atHigh) => new(name, low, high, (atLow, option), (atHigh, option));
        Change Rent(string name, string low, string high, RentOption atLow, RentOption atHigh) => new(name, low, high, (question, atLow), (question, atHigh));

        var hours = (Low: question.HoursPerWeek * (1 - HoursBy), High: Math.Min(OwningCalendar.HoursPerWeek, question.HoursPerWeek * (1 + HoursBy)));
        yield return Own("hours a week", Number(hours.Low, " h"), Number(hours.High, " h"), question.At(hours.Low), question.At(hours.High));
        var rates = (Low: Times(option.Rate.PerHour, 1 - PriceBy), High: Times(option.Rate.PerHour, 1 + PriceBy));
        yield return Rent("rental price", Usd(rates.Low, "/h"), Usd(rates.High, "/h"), option with { Rate = new HourlyRate(rates.Low) }, option with { Rate = new HourlyRate(rates.High) });
        yield return Rent(
            "speed of the rented machine", Number(option.Speed * (1 - SpeedBy), "x"), Number(option.Speed * (1 + SpeedBy), "x"),
            option with { Speed = option.Speed * (1 - SpeedBy) }, option with { Speed = option.Speed * (1 + SpeedBy) });
        var parts = (Low: Times(machine.Price, 1 - PartsBy), High: Times(machine.Price, 1 + PartsBy));
        yield return Own("parts", Usd(parts.Low), Usd(parts.High), With(machine with { Price = parts.Low }), With(machine with { Price = parts.High }));
        var power = (Low: Times(terms.ElectricityPerKwh, 0.5), High: Times(terms.ElectricityPerKwh, 2));
        yield return Own("electricity", Usd(power.Low, "/kWh"), Usd(power.High, "/kWh"), With(null, terms with { ElectricityPerKwh = power.Low }), With(null, terms with { ElectricityPerKwh = power.High }));
        yield return Own(
            "power draw", Number(machine.WattsAtWork * (1 - WattsBy), " W"), Number(machine.WattsAtWork * (1 + WattsBy), " W"),
            With(machine with { WattsAtWork = machine.WattsAtWork * (1 - WattsBy) }), With(machine with { WattsAtWork = machine.WattsAtWork * (1 + WattsBy) }));
        yield return Own(
            "admin hours a month", "0 h", Number(terms.AdminHoursPerMonth * 2, " h"),
            With(null, terms with { AdminHoursPerMonth = 0 }), With(null, terms with { AdminHoursPerMonth = terms.AdminHoursPerMonth * 2 }));
        yield return Own("resale value", "0%", Percent(HighResale), With(null, terms with { ResaleShare = 0 }), With(null, terms with { ResaleShare = HighResale }));
        var life = (Low: Math.Max(1, terms.LifeMonths * 2 / 3), High: Math.Min(OwningCalendar.MonthsMost, terms.LifeMonths * 5 / 3));
        yield return Own("life of the machine", Number(life.Low, " mo"), Number(life.High, " mo"), With(null, terms with { LifeMonths = life.Low }), With(null, terms with { LifeMonths = life.High }));
        yield return Own("interest", "0%", Percent(HighInterest), With(null, terms with { InterestPerYear = 0 }), With(null, terms with { InterestPerYear = HighInterest }));
        yield return Own("repairs a year", "0%", Percent(terms.RepairsPerYear * 2), With(null, terms with { RepairsPerYear = 0 }), With(null, terms with { RepairsPerYear = terms.RepairsPerYear * 2 }));
    }

    private static SensitivityLine Line(Change change) => new(
        change.Name, change.Low, change.High, BreakEven.Saved(change.AtLow.Question, change.AtLow.Option), BreakEven.Saved(change.AtHigh.Question, change.AtHigh.Option),
        Month(change.AtLow), Month(change.AtHigh));

    private static double? Month((OwnQuestion Question, RentOption Option) case1) => BreakEven.Month(OwningCost.Paid(case1.Question), RentCost.Curve(case1.Option, case1.Question));

    private static Money Times(Money amount, double share) => new((long)Math.Round(amount.NanoUsd * (decimal)share));

    private static string Usd(Money amount, string unit = "") => "$" + amount.ToUsd().ToString(amount < Money.FromUsd(100) ? "0.00" : "#,0", CultureInfo.InvariantCulture) + unit;

    private static string Number(double value, string unit) => value.ToString("#,0.##", CultureInfo.InvariantCulture) + unit;

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
