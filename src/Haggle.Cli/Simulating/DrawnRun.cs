using System.Collections.Immutable;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>One start of a job on a recording, run by every policy tick by tick, for drawings.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Job">The job.</param>
/// <param name="Start">The tick in which it starts.</param>
/// <param name="Least">What perfect foresight would have paid.</param>
/// <param name="Runs">How each policy fared.</param>
internal sealed record DrawnRun(Recording Recording, SpotJob Job, int Start, long Least, ImmutableArray<(string Policy, SpotOutcome Outcome, ImmutableArray<SpotStep> Steps)> Runs)
{
    public static DrawnRun Of(Recording recording, SpotJob job, int start, IEnumerable<ISpotPolicy> policies)
    {
        var least = new SpotOptimum().Least(recording.Zones, start, job, recording.Prices)
            ?? throw new InvalidOperationException($"no schedule meets {job} on {recording.Name}");
        var runs = policies.Select(policy =>
        {
            var trail = new List<SpotStep>();
            var outcome = SpotSimulator.Run(recording.Zones, start, job, policy, trail, recording.Prices);
            return (policy.Name, outcome, trail.ToImmutableArray());
        });
        return new DrawnRun(recording, job, start, least, [.. runs]);
    }
}
