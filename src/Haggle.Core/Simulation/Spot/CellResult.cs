using System.Collections.Immutable;

namespace Haggle.Core.Simulation.Spot;

/// <summary>One policy on one recording in one cell: the sums that scores are made of.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Set">The recording's name.</param>
/// <param name="Zones">How many zones the recording has.</param>
/// <param name="Cell">The kind of job.</param>
/// <param name="Cost">What all runs cost, in thousandths of a dollar per hour times seconds.</param>
/// <param name="Optimum">What they would have cost with perfect foresight.</param>
/// <param name="Ratios">Cost over optimum of each run.</param>
/// <param name="Launches">Launches of all runs.</param>
/// <param name="Late">Runs that missed the deadline.</param>
/// <param name="Illegal">Wishes for a zone that was not available.</param>
/// <param name="Overruled">Wishes that the guard replaced.</param>
public sealed record CellResult(
    string Policy, string Set, int Zones, SpotCell Cell, long Cost, long Optimum, ImmutableArray<double> Ratios, int Launches, int Late, int Illegal, int Overruled)
{
    /// <summary>Cost of all runs over the optimum of all runs.</summary>
    public double Ratio => (double)Cost / Optimum;
}
