using System.Collections.Immutable;
using Haggle.Core.Planning;

namespace Haggle.Core.Economics.Training;

/// <summary>Every offer that would do for a task, by what the task costs there; or why none would.</summary>
public sealed record TrainingPlan
{
    /// <summary>When the market was put together.</summary>
    public required DateTimeOffset MarketAsOf { get; init; }

    /// <summary>How many offers were looked at.</summary>
    public required int Looked { get; init; }

    /// <summary>How many would do.</summary>
    public int Fitting { get; init; }

    /// <summary>The cheapest of each machine at each provider, the cheapest first; as many as were asked for. Empty when none would do.</summary>
    public ImmutableArray<RankedEstimate> Ranked { get; init; } = [];

    /// <summary>How many more machines would do than are listed.</summary>
    public int LeftOut { get; init; }

    /// <summary>The efficient frontier over all offers, from the cheapest to the fastest.</summary>
    public ImmutableArray<TrainingEstimate> Frontier { get; init; } = [];

    /// <summary>The named picks.</summary>
    public ImmutableArray<PlanPick> Picks { get; init; } = [];

    /// <summary>The offers that would not do, by reason.</summary>
    public ImmutableArray<Rejection> Rejected { get; init; } = [];

    /// <summary>When none would do: the nearest thing that would, as a sentence; "" otherwise.</summary>
    public string Nearest { get; init; } = "";
}
