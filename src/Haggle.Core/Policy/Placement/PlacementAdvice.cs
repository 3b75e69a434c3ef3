namespace Haggle.Core.Policy.Placement;

/// <summary>What to do about a place, with the reason in one sentence. A closed set: switch over it and end with an unreachable case.</summary>
public abstract record PlacementAdvice
{
    private PlacementAdvice()
    {
    }

    /// <summary>Why, for people.</summary>
    public required string Why { get; init; }

    /// <summary>Launch this offer.</summary>
    /// <param name="Offer">The offer.</param>
    public sealed record Take(ZoneOutlook Offer) : PlacementAdvice;

    /// <summary>Hold nothing and ask again later.</summary>
    /// <param name="AtMost">Ask again after this time at the latest, in the offer's time.</param>
    public sealed record Wait(TimeSpan AtMost) : PlacementAdvice;

    /// <summary>Keep what is held.</summary>
    public sealed record Stay : PlacementAdvice;
}
