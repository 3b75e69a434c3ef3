using Haggle.Core.Economics.Owning;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>One way to rent against owning.</summary>
/// <param name="Option">The way.</param>
/// <param name="Curve">What it has cost after each month.</param>
/// <param name="HoursPerWeek">Hours a week that the rented machines work.</param>
/// <param name="Machines">How many machines are committed to.</param>
/// <param name="Committed">What must be paid for the whole term, whatever happens.</param>
/// <param name="BreakEvenMonth">When owning has cost no more; null when not before the end.</param>
/// <param name="BreakEvenHours">The fewest hours a week at which owning costs no more until the end; null for none.</param>
/// <param name="Saved">What owning saves until the end, with the machine sold then.</param>
internal sealed record OwnLine(RentOption Option, CostCurve Curve, double HoursPerWeek, int Machines, Money Committed, double? BreakEvenMonth, double? BreakEvenHours, Money Saved)
{
    public static OwnLine Of(OwnQuestion question, CostCurve own, RentOption option)
    {
        var curve = RentCost.Curve(option, question);
        return new OwnLine(
            option, curve, RentCost.HoursPerWeek(option, question.HoursPerWeek), RentCost.Machines(option, question.HoursPerWeek), RentCost.Committed(option, question.HoursPerWeek),
            BreakEven.Month(own, curve), BreakEven.HoursPerWeek(question, option), BreakEven.Saved(question, option));
    }
}
