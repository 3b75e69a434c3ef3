using System.Collections.Immutable;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>Runs every policy on every recording and kind of job, on all cores. The results do not depend on the number of cores.</summary>
internal sealed class Contest(IReadOnlyList<Recording> recordings, IReadOnlyList<ISpotPolicy> policies, bool isProtocol, SimulatedJob asked, int starts)
{
    public Scores Run(Action<int, int> progress, CancellationToken cancellationToken)
    {
        var heats = recordings.SelectMany(recording => Jobs(recording).Select(job => (Recording: recording, Job: job, Starts: Starts(recording, job)))).ToList();
        var tooShort = heats.RemoveAll(heat => heat.Starts.IsEmpty);
        var results = new CellResult[heats.Count][];
        var done = 0;
        using var scratch = new ThreadLocal<SpotOptimum>(() => new SpotOptimum());
        progress(0, heats.Count);
        Parallel.For(0, heats.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            var (recording, job, ticks) = heats[index];
            var optima = SpotTrial.Optima(recording.Zones, job, ticks, scratch.Value!, recording.Prices);
            results[index] = [.. policies.Select(policy => SpotTrial.Run(recording.Zones, job, ticks, policy, optima, recording.Prices) with { Set = recording.Name })];
            progress(Interlocked.Increment(ref done), heats.Count);
        });
        return new Scores([.. policies.Select(policy => policy.Name)], [.. results.SelectMany(heat => heat)], tooShort);
    }

    public IEnumerable<SpotJob> Jobs(Recording recording)
    {
        var zones = recording.Zones;
        if (isProtocol) return SpotProtocol.Cells.Select(cell => SpotProtocol.Job(zones, cell));
        var rates = recording.Prices is { } prices ? (prices.OnDemand(0), prices.MeanSpot) : (asked.OnDemandRate, asked.SpotRate);
        return [new SpotJob(zones.Gap, asked.Work, asked.Window, asked.Delay, rates.Item1, rates.Item2, zones.Zones)];
    }

    public ImmutableArray<int> Starts(Recording recording, SpotJob job)
    {
        if (isProtocol) return SpotProtocol.Starts(recording.Zones, job);
        var room = recording.Zones.Length - job.Ticks;
        var count = Math.Min(starts, room + 1);
        return room < 0 ? [] : [.. Enumerable.Range(0, count).Select(k => count == 1 ? 0 : (int)((long)k * room / (count - 1)))];
    }
}
