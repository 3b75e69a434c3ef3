using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>What a user accepts, beside what the task file wishes for. The default accepts everything that is bought by the hour.</summary>
public sealed record PlanFilter
{
    /// <summary>How long it may take; null for as long as it takes.</summary>
    public TimeSpan? TimeMax { get; init; }

    /// <summary>What it may cost in all; null for any.</summary>
    public Money? Budget { get; init; }

    /// <summary>Whether the data may not be on a private person's machine, nor on one of which nobody says whose it is.</summary>
    public bool PrivateOnly { get; init; }

    /// <summary>The longest way from nothing to a running machine, minutes; offers of which nobody says it are refused then. Null for any.</summary>
    public int? SetupMinutesMax { get; init; }

    /// <summary>The oldest price that is believed; what is free is believed at any age. Null for any.</summary>
    public TimeSpan? PriceAgeMax { get; init; }

    /// <summary>How it may be bought.</summary>
    public PurchaseSet Purchases { get; init; } = PurchaseSet.ByTheHour.With(Purchase.Managed).With(Purchase.FreeTier).With(Purchase.Owned);
}
