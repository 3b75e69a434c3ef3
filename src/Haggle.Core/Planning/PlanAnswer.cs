using System.Collections.Immutable;

namespace Haggle.Core.Planning;

/// <summary>What came of planning: a <see cref="Plan"/> or a <see cref="WhyNot"/>, and nothing else. Switch over it and end with an unreachable case.</summary>
public abstract record PlanAnswer
{
    private protected PlanAnswer()
    {
    }

    /// <summary>When the market was put together that the answer is about.</summary>
    public required DateTimeOffset MarketAsOf { get; init; }

    /// <summary>The offers that lost before ranking, by reason, the most frequent first.</summary>
    public ImmutableArray<Rejection> Rejected { get; init; } = [];

    /// <summary>Offers that would do but are cooling, in the market's order.</summary>
    public ImmutableArray<CoolingOffer> Cooling { get; init; } = [];
}
