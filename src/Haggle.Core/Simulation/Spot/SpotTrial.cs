using System.Collections.Immutable;
using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

/// <summary>Runs policies over all starts of one cell on one recording. Pure and synchronous; callers who want all cores run several trials at once.</summary>
public static class SpotTrial
{
    /// <summary>The least cost of every start of a cell.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="optimum">Whose arrays to use.</param>
    /// <param name="every">1: all starts of the protocol; n: every n-th, for quick looks.</param>
    public static ImmutableArray<long> Optima(ZoneSet zones, SpotCell cell, SpotOptimum optimum, int every = 1)
    {
        var job = SpotProtocol.Job(zones, cell);
        return Optima(zones, job, SpotProtocol.Starts(zones, job, every), optimum);
    }

    /// <summary>The least cost of every start of a job.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="job">The job; it must be possible.</param>
    /// <param name="starts">The ticks to start in.</param>
    /// <param name="optimum">Whose arrays to use.</param>
    /// <param name="prices">What everything costs in each tick; null: the job's prices, always.</param>
    public static ImmutableArray<long> Optima(ZoneSet zones, SpotJob job, ImmutableArray<int> starts, SpotOptimum optimum, MarketPrices? prices = null)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(optimum);
        return [.. starts.Select(start => optimum.Least(zones, start, job, prices)
            ?? throw new InvalidOperationException($"no schedule meets {job} on {zones.Name}"))];
    }

    /// <summary>One policy over all starts of a cell.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="optima">The least cost of every start.</param>
    /// <param name="every">1: all starts of the protocol; n: every n-th, for quick looks.</param>
    public static CellResult Run(ZoneSet zones, SpotCell cell, ISpotPolicy policy, ImmutableArray<long> optima, int every = 1)
    {
        var job = SpotProtocol.Job(zones, cell);
        return Run(zones, job, SpotProtocol.Starts(zones, job, every), policy, optima) with { Cell = cell };
    }

    /// <summary>One policy over all starts of a job.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="job">The job.</param>
    /// <param name="starts">The ticks to start in.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="optima">The least cost of every start.</param>
    /// <param name="prices">What everything costs in each tick; null: the job's prices, always.</param>
    public static CellResult Run(ZoneSet zones, SpotJob job, ImmutableArray<int> starts, ISpotPolicy policy, ImmutableArray<long> optima, MarketPrices? prices = null)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(policy);
        var ratios = ImmutableArray.CreateBuilder<double>(starts.Length);
        var (cost, launches, late, illegal, overruled) = (0L, 0, 0, 0, 0);
        for (var k = 0; k < starts.Length; k++)
        {
            var outcome = SpotSimulator.Run(zones, starts[k], job, policy, null, prices);
            cost += outcome.Cost;
            launches += outcome.Launches;
            late += outcome.Late ? 1 : 0;
            illegal += outcome.IllegalWishes;
            overruled += outcome.Overruled;
            ratios.Add((double)outcome.Cost / optima[k]);
        }

        var cell = new SpotCell(job.Work, job.Window, job.Delay);
        return new CellResult(policy.Name, zones.Name, zones.Zones, cell, cost, optima.Sum(), ratios.ToImmutable(), launches, late, illegal, overruled);
    }
}
