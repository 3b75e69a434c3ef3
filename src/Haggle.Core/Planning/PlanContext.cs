using System.Collections.Immutable;

namespace Haggle.Core.Planning;

/// <summary>What a plan must know besides job and market.</summary>
public sealed record PlanContext
{
    /// <summary>Nothing: a first plan.</summary>
    public static PlanContext Fresh { get; } = new();

    /// <summary>Offers that are left alone for a while, by key, with the instant until which (see <see cref="Runs.Run.Cooling"/>).</summary>
    public ImmutableArray<KeyValuePair<string, DateTimeOffset>> Cooling { get; init; } = [];

    /// <summary>
    /// Why no machine that can be taken back should be used now ("the deadline is near"); "" when one may. When nothing else is on offer, such a machine
    /// is used all the same: late is better than never.
    /// </summary>
    public string NoReclaimableBecause { get; init; } = "";

    /// <summary>The share of the job that is still to do, 0 to 1; what the job's forecasts are multiplied by.</summary>
    public double ShareLeft { get; init; } = 1;

    /// <summary>How much of the job's time is left to do, in the offer's time; null when nobody knows. Forecasts go first.</summary>
    public TimeSpan? RemainingWork { get; init; }
}
