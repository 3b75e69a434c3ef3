using System.Collections.Immutable;

namespace Haggle.Core.Policy.Placement;

/// <summary>Where a run stands when it asks for a place. All times are in the offer's time.</summary>
public sealed record PlacementQuestion
{
    /// <summary>The spot offers that fit, up or down; those that nobody can pay are left out.</summary>
    public required ImmutableArray<ZoneOutlook> Spot { get; init; }

    /// <summary>The offers that fit and that nobody takes back.</summary>
    public required ImmutableArray<ZoneOutlook> Lasting { get; init; }

    /// <summary>The work that is left; null when nobody knows.</summary>
    public WorkEstimate? Work { get; init; }

    /// <summary>Time to the deadline; null when there is none.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>The spare time (time left less the most work left) below which nothing that can be taken back is begun, nor waited for.</summary>
    public TimeSpan Reserve { get; init; }

    /// <summary>Work that a reclaim is expected to lose.</summary>
    public TimeSpan Loss { get; init; }

    /// <summary>Whether a machine that nobody takes back is held now.</summary>
    public bool HoldsLasting { get; init; }

    /// <summary>Without a deadline: how much longer it may be waited for spot.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Without a deadline: what an hour of waiting is worth in dollars; null when the user has not said.</summary>
    public double? HourOfTimeUsd { get; init; }

    /// <summary>What of the budget is left in dollars; null without a budget.</summary>
    public double? MoneyUsd { get; init; }

    /// <summary>Spot offers that were seen up in the last day; for people.</summary>
    public int UpLately { get; init; }
}
