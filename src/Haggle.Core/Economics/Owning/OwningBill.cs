using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What owning has cost up to a month, by what it went for. All amounts are zero or more and exact to the nano-dollar; the parts add up to the sums.</summary>
public sealed record OwningBill
{
    /// <summary>Machines bought.</summary>
    public Money Purchases { get; init; }

    /// <summary>What earlier machines were sold for; comes in.</summary>
    public Money Sales { get; init; }

    /// <summary>What the machine could be sold for now; comes in when it is.</summary>
    public Money Worth { get; init; }

    /// <summary>Electricity, cooling included.</summary>
    public Money Electricity { get; init; }

    /// <summary>The place it stands in.</summary>
    public Money Space { get; init; }

    /// <summary>The hours of whoever keeps it running.</summary>
    public Money Admin { get; init; }

    /// <summary>Parts that broke.</summary>
    public Money Repairs { get; init; }

    /// <summary>Interest on what the machine was worth.</summary>
    public Money Interest { get; init; }

    /// <summary>The line to the world.</summary>
    public Money Bandwidth { get; init; }

    /// <summary>Everything but machines.</summary>
    public Money Running => Electricity + Space + Admin + Repairs + Interest + Bandwidth;

    /// <summary>What was paid so far, less what earlier machines brought.</summary>
    public Money Paid => Purchases - Sales + Running;

    /// <summary>What it comes to when the machine is sold now.</summary>
    public Money Net => Paid - Worth;

    /// <summary>What the machines lost in worth.</summary>
    public Money Depreciation => Purchases - Sales - Worth;
}
