using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

public sealed class GoldenTests
{
    [Fact]
    public void Every_line_of_the_golden_results_is_met_to_the_integer()
    {
        var golden = Path.Combine(ReferenceTraces.Root, "golden_public.csv");
        if (!File.Exists(golden)) Assert.Skip("the reference traces are not beside the project");
        var optimum = new SpotOptimum();
        var cache = new Dictionary<(string, int), ZoneSet>();
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(golden).Skip(1))
        {
            count++;
            var cells = line.Split(',');
            var number = cells.Select(cell => long.TryParse(cell, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
            // One name is in the single-node and in the 16-node folder; the tick count tells which one a line is about.
            var zones = Find(cache, cells[0], number[2] / number[6]);
            var job = new SpotJob(zones.Gap, number[1], number[2], number[3], SpotProtocol.OnDemandRate, SpotProtocol.SpotRate, zones.Zones);
            var start = SpotProtocol.Starts(zones, job)[(int)number[4]];
            var greedy = SpotSimulator.Run(zones, start, job, new GreedyPolicy());
            var uniform = SpotSimulator.Run(zones, start, job, new UniformProgressPolicy());
            var fresh = string.Join(',', cells[0], number[1], number[2], number[3], number[4], start, job.Ticks, optimum.Least(zones, start, job),
                SpotSimulator.Run(zones, start, job, new OnDemandPolicy()).Cost, greedy.Cost, greedy.Finish, greedy.Launches, uniform.Cost, uniform.Finish, uniform.Launches);
            if (fresh != line) wrong.Add($"{line}\n{fresh}");
        }

        Assert.Empty(wrong);
        Assert.Equal(210, count);
    }

    private static ZoneSet Find(Dictionary<(string, int), ZoneSet> cache, string name, long gap)
    {
        var machines = name == "us-west-2a_v100_1" && gap < 500 ? 16 : 1;
        if (!cache.TryGetValue((name, machines), out var zones)) cache[(name, machines)] = zones = ReferenceTraces.Load(name, machines);
        return zones;
    }
}
