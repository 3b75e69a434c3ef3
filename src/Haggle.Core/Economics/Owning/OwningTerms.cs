using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What owning a machine costs besides its price. Every number is an assumption that the reader sees and can change; the defaults cost nothing.</summary>
public sealed record OwningTerms
{
    /// <summary>What a kilowatt-hour costs; zero or more.</summary>
    public Money ElectricityPerKwh { get; init; }

    /// <summary>
    /// How many watts are drawn for each watt of the machine, cooling and losses included: the power usage effectiveness (PUE) of a room. 1 for a machine
    /// under a desk; at least 1.
    /// </summary>
    public double PowerOverhead { get; init; } = 1;

    /// <summary>What the place it stands in costs a month; zero or more.</summary>
    public Money SpacePerMonth { get; init; }

    /// <summary>Hours a month that somebody spends on keeping it running; zero or more.</summary>
    public double AdminHoursPerMonth { get; init; }

    /// <summary>What such an hour costs; zero or more.</summary>
    public Money AdminPerHour { get; init; }

    /// <summary>Parts that break and must be bought again, as a share of the price in each year; zero or more.</summary>
    public double RepairsPerYear { get; init; }

    /// <summary>What the money would have earned elsewhere, or what a loan costs: a share of what the machine is still worth, a year; zero or more.</summary>
    public double InterestPerYear { get; init; }

    /// <summary>What its line to the world costs a month; zero or more.</summary>
    public Money BandwidthPerMonth { get; init; }

    /// <summary>How long it serves before it is sold and bought anew, in months; 1 to 240. Its worth falls in a straight line over this time. Default: three years.</summary>
    public int LifeMonths { get; init; } = 3 * OwningCalendar.MonthsPerYear;

    /// <summary>What it can be sold for at the end of its life, as a share of its price; 0 to 1.</summary>
    public double ResaleShare { get; init; }
}
