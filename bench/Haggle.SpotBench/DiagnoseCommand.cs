using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>Where one policy's money goes, run by run.</summary>
internal static class DiagnoseCommand
{
    public static int Run(Options options)
    {
        var recordings = PublicTraces.Pairs(options.Traces);
        var held = recordings[^1];
        var shape = new MarketShape([600, 1200, 2400, 4800, 9600, 19200, 38400, 76800], [0.3, 0.7], 86400, 3);
        var counts = new MarketCounts(shape);
        foreach (var other in recordings.Where(r => r != held)) counts.Add(MarketTraining.Count(other.Zones, shape, default));
        var chain = MarketChain.Of(counts, 20);
        for (var s = 0; s < shape.States; s += 1) Console.Write($"{chain.Life.Span[s] / 3600:F1} ");
        Console.WriteLine();
        var cell = new SpotCell(SpotProtocol.Work, 345600, 360);
        var job = SpotProtocol.Job(held.Zones, cell);
        var plan = SpotPlanner.Plan(chain, job, 300);
        foreach (var start in SpotProtocol.Starts(held.Zones, job, 5))
            foreach (var policy in (ISpotPolicy[])[new RatioPolicy(), new Fixed(plan)])
            {
                var trail = new List<SpotStep>();
                var outcome = SpotSimulator.Run(held.Zones, start, job, policy, trail);
                var od = trail.Count(s => s.Held.IsOnDemand) / 6.0;
                var spot = trail.Count(s => s.Held.IsSpot) / 6.0;
                var idleUp = trail.Count(s => s.Held.IsIdle && s.Up != 0) / 6.0;
                var odUp = trail.Count(s => s.Held.IsOnDemand && s.Up != 0) / 6.0;
                var firstOd = trail.FindIndex(s => s.Held.IsOnDemand) / 6.0;
                Console.WriteLine($"{start} {policy.Name} {outcome.Dollars:F1} od {od:F1} (up {odUp:F1}, first {firstOd:F1}) spot {spot:F1} idle-up {idleUp:F1} launches {outcome.Launches} finish {outcome.Finish / 3600.0:F1} overruled {outcome.Overruled}");
            }

        return 0;
    }

    private sealed class Fixed(SpotPlan plan) : ISpotPolicy
    {
        public string Name => "planner";

        public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => PlannerPolicy.Follow(plan);
    }
}
