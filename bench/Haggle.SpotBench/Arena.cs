using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>Runs policies over recordings on several cores; remembers the optima between calls.</summary>
internal sealed class Arena(int cores, int every = 1)
{
    private readonly ConcurrentDictionary<(ZoneSet, SpotCell), ImmutableArray<long>> optima = new();

    /// <param name="recordings">What to run on.</param>
    /// <param name="policyFor">The policy for a recording: a policy that learns must not have seen it.</param>
    public List<CellResult> Run(IEnumerable<Recording> recordings, Func<Recording, ISpotPolicy> policyFor)
    {
        var results = new ConcurrentBag<CellResult>();
        var tasks = recordings.SelectMany(recording => SpotProtocol.Cells.Select(cell => (recording, cell))).ToList();
        using var scratch = new ThreadLocal<SpotOptimum>(() => new SpotOptimum());
        Parallel.ForEach(tasks, new ParallelOptions { MaxDegreeOfParallelism = cores }, task =>
        {
            var (zones, cell) = (task.recording.Zones, task.cell);
            var least = optima.GetOrAdd((zones, cell), _ => SpotTrial.Optima(zones, cell, scratch.Value!, every));
            results.Add(SpotTrial.Run(zones, cell, policyFor(task.recording), least, every) with { Set = task.recording.Name });
        });
        return [.. results.OrderBy(result => result.Set, StringComparer.Ordinal).ThenBy(result => result.Cell.Window).ThenBy(result => result.Cell.Delay)];
    }
}
