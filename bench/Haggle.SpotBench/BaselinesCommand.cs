using System.Diagnostics;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>The simple rules and the optimum over the whole public protocol.</summary>
internal static class BaselinesCommand
{
    public static int Run(Options options)
    {
        var watch = Stopwatch.StartNew();
        var arena = new Arena(options.Cores);
        var (singles, pairs) = (PublicTraces.Singles(options.Traces), PublicTraces.Pairs(options.Traces));
        Console.WriteLine(Tables.Head);
        foreach (var policy in (ISpotPolicy[])[new OnDemandPolicy(), new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy()])
        {
            var results = arena.Run(singles, _ => policy);
            foreach (var folder in singles.Select(s => s.Folder).Distinct())
                Console.WriteLine(Tables.Line($"{policy.Name}, {folder}", [.. results.Where(r => singles.Any(s => s.Name == r.Set && s.Folder == folder))]));
            Console.WriteLine(Tables.Line($"{policy.Name}, singles", results));
            Console.WriteLine(Tables.Line($"{policy.Name}, pairs", arena.Run(pairs, _ => policy)));
            Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
        }

        return 0;
    }
}
