using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What something has cost after each month, from month 0; straight between months.</summary>
/// <param name="ByMonth">The amounts; at least one.</param>
public sealed record CostCurve(ImmutableArray<Money> ByMonth)
{
    /// <summary>The last month.</summary>
    public int Months => ByMonth.Length - 1;

    /// <summary>The amount after a month.</summary>
    public Money this[int month] => ByMonth[month];

    /// <summary>The amount at the end.</summary>
    public Money Last => ByMonth[^1];

    /// <summary>The amount at any moment, in months; before the beginning and after the end the nearest one.</summary>
    public Money At(double month)
    {
        if (!(month > 0)) return ByMonth[0];
        if (month >= Months) return Last;
        var whole = (int)month;
        var step = ByMonth[whole + 1] - ByMonth[whole];
        return ByMonth[whole] + new Money((long)Math.Round(step.NanoUsd * (month - whole)));
    }
}
