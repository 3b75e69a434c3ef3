using System.Collections.Immutable;

namespace Haggle.Core.Planning;

/// <summary>The offers that would do, the best first.</summary>
public sealed record Plan : PlanAnswer
{
    /// <summary>The candidates by rank; at least one.</summary>
    public required ImmutableArray<Candidate> Candidates { get; init; }

    /// <summary>The one to take.</summary>
    public Candidate Best => Candidates[0];
}
