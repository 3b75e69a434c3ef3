namespace Haggle.Core.Economics.Owning;

/// <summary>The calendar of these comparisons: a year of 8,760 hours, cut into twelve equal months of 730. Nobody's money hangs on February.</summary>
public static class OwningCalendar
{
    /// <summary>Hours in a month.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>Hours in a week.</summary>
    public const int HoursPerWeek = 168;

    /// <summary>Months in a year.</summary>
    public const int MonthsPerYear = 12;

    /// <summary>The longest time that is compared, in months: nobody knows the prices of a machine twenty years from now.</summary>
    public const int MonthsMost = 240;

    /// <summary>The hours that work of so many hours a week takes in so many months, to the tick.</summary>
    public static TimeSpan Hours(double hoursPerWeek, int months) => TimeSpan.FromHours(hoursPerWeek * HoursPerMonth / HoursPerWeek * months);
}
