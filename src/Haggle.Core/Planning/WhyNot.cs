namespace Haggle.Core.Planning;

/// <summary>No offer will do, and why.</summary>
public sealed record WhyNot : PlanAnswer
{
    /// <summary>The count of all offers and of each reason: "41 offers: 29 under 80 GiB, 9 above $2.00/h, 3 cooling after no capacity".</summary>
    public required string Reason { get; init; }

    /// <summary>What would work, as a sentence to act on.</summary>
    public required string Advice { get; init; }

    /// <summary>When an offer that fits is worth asking again; null when waiting does not help.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
