using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>A way to have the same work done on rented machines.</summary>
public sealed record RentOption
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it is bought.</summary>
    public required Purchase Purchase { get; init; }

    /// <summary>What one machine costs an hour; a commitment's, spread over its term.</summary>
    public required HourlyRate Rate { get; init; }

    /// <summary>How many times as fast one such machine is as the own one; more than zero. An own machine that is slower needs more hours for the same work.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>What is kept between the hours costs a month: data on the provider's disks. Zero or more.</summary>
    public Money StoragePerMonth { get; init; }

    /// <summary>The share of the hours that is worked again because machines were taken back; zero or more.</summary>
    public double Repeated { get; init; }

    /// <summary>Where the price comes from.</summary>
    public Provenance Provenance { get; init; }

    /// <summary>The key of the offer in the catalogue; "" when it is not out of it.</summary>
    public string Offer { get; init; } = "";

    /// <summary>What the machine is, for people; "" when nobody says.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The months that are committed to: 12, 36, or 0 for none.</summary>
    public int CommittedMonths => Purchase switch
    {
        Purchase.ReservedOneYear => OwningCalendar.MonthsPerYear,
        Purchase.ReservedThreeYears => 3 * OwningCalendar.MonthsPerYear,
        _ => 0,
    };
}
