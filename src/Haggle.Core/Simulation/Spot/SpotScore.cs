using System.Collections.Immutable;

namespace Haggle.Core.Simulation.Spot;

/// <summary>The score of one policy: the mean over recordings and cells of cost over optimum, and what else a reader wants to know.</summary>
/// <param name="Mean">Mean of the cells' ratios; 1 is perfect foresight.</param>
/// <param name="Percentile95">What 95 of 100 single runs stay under.</param>
/// <param name="Worst">The worst single run.</param>
/// <param name="LaunchesPerRun">Launches per run.</param>
/// <param name="Late">Runs that missed the deadline; must be 0.</param>
/// <param name="Illegal">Wishes for zones that were not available; must be 0.</param>
/// <param name="Runs">How many runs.</param>
public sealed record SpotScore(double Mean, double Percentile95, double Worst, double LaunchesPerRun, int Late, int Illegal, int Runs)
{
    /// <summary>The score of some results; all of them must be of one policy.</summary>
    /// <param name="results">The cells to count; at least one.</param>
    public static SpotScore Of(IEnumerable<CellResult> results)
    {
        var all = results.ToImmutableArray();
        if (all.IsEmpty) throw new ArgumentException("a score needs at least one cell", nameof(results));
        var ratios = all.SelectMany(result => result.Ratios).Order().ToImmutableArray();
        return new SpotScore(
            all.Average(result => result.Ratio), ratios[(int)Math.Min(ratios.Length - 1, Math.Ceiling(0.95 * ratios.Length) - 1)], ratios[^1],
            (double)all.Sum(result => result.Launches) / ratios.Length, all.Sum(result => result.Late), all.Sum(result => result.Illegal), ratios.Length);
    }
}
