using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>From when on owning costs no more than renting.</summary>
public static class BreakEven
{
    // Sixty halvings of a week are far below the nano-dollar of any rate.
    private const int Halvings = 60;

    /// <summary>
    /// The first moment at which owning has cost no more than renting, in months: where the two curves cross. Null when that is not before the end of the curves.
    /// </summary>
    public static double? Month(CostCurve own, CostCurve rent)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(rent);
        if (own[0] <= rent[0]) return 0;
        for (var month = 1; month <= Math.Min(own.Months, rent.Months); month++)
        {
            if (own[month] > rent[month]) continue;
            var before = own[month - 1] - rent[month - 1];
            var after = rent[month] - own[month];
            return month - 1 + (before / (before + after));
        }

        return null;
    }

    /// <summary>
    /// The fewest hours a week at which owning, with the machine sold at the end, costs no more than renting until then; null when not even
    /// 168 are enough. More hours never make it worse where the own hour costs less than the rented one.
    /// </summary>
    public static double? HoursPerWeek(OwnQuestion question, RentOption option)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!Pays(question, option, OwningCalendar.HoursPerWeek)) return null;
        if (Pays(question, option, 0)) return 0;
        var (less, enough) = (0.0, (double)OwningCalendar.HoursPerWeek);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (less + enough) / 2;
            if (Pays(question, option, middle)) enough = middle;
            else less = middle;
        }

        return enough;
    }

    /// <summary>What owning saves against renting until the end of the question, with the machine sold then; negative when renting is cheaper.</summary>
    public static Money Saved(OwnQuestion question, RentOption option)
    {
        ArgumentNullException.ThrowIfNull(question);
        return RentCost.After(option, question.HoursPerWeek, question.Months) - OwningCost.After(question, question.Months).Net;
    }

    private static bool Pays(OwnQuestion question, RentOption option, double hoursPerWeek) => Saved(question.At(hoursPerWeek), option) >= Money.Zero;
}
