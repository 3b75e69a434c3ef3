using System.Diagnostics;
using System.Globalization;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>The simple rules and the optimum over the whole public protocol.</summary>
internal static class BaselinesCommand
{
    public static int Run(Options options)
    {
        var watch = Stopwatch.StartNew();
        var arena = new Arena(options.Cores);
        var report = new Report("Spot policy: the simple rules against perfect foresight", $"baselines --cores {options.Cores}");
        var (singles, pairs) = (PublicTraces.Singles(options.Traces), PublicTraces.Pairs(options.Traces));
        foreach (var line in Tables.Head.ReplaceLineEndings("\n").Split('\n')) report.Line(line);
        foreach (var policy in (ISpotPolicy[])[new OnDemandPolicy(), new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy()])
        {
            var results = arena.Run(singles, _ => policy);
            foreach (var folder in singles.Select(s => s.Folder).Distinct())
                report.Line(Tables.Line($"{policy.Name}, {folder}", [.. results.Where(r => singles.Any(s => s.Name == r.Set && s.Folder == folder))]));
            report.Line(Tables.Line($"{policy.Name}, single zones", results));
            report.Line(Tables.Line($"{policy.Name}, zone sets", arena.Run(pairs, _ => policy)));
        }

        report.Line(string.Create(CultureInfo.InvariantCulture, $"\nAll of it, optimum included: {watch.Elapsed.TotalSeconds:F1} s on {options.Cores} core(s)."));
        report.Save(options.Out);
        return 0;
    }
}
