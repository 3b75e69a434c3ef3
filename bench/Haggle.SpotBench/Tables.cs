using System.Globalization;
using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>Scores as Markdown tables.</summary>
internal static class Tables
{
    public static string Line(string label, IReadOnlyCollection<CellResult> results)
    {
        var score = SpotScore.Of(results);
        var byDelay = string.Join(" | ", SpotProtocol.Delays.Select(d => F(results.Where(r => r.Cell.Delay == d).Average(r => r.Ratio))));
        var byWindow = string.Join(" | ", SpotProtocol.Windows.Select(w => F(results.Where(r => r.Cell.Window == w).Average(r => r.Ratio))));
        var low = F(results.Where(r => r.Cell.Delay <= 360).Average(r => r.Ratio));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {label} | {F(score.Mean)} | {low} | {byDelay} | {byWindow} | {score.Percentile95:F3} | {score.Worst:F3} | {score.LaunchesPerRun:F1} | {score.Late} | {score.Illegal} |");
    }

    public const string Head = """
        | | mean | d <= 0.1 h | d 0.02 | d 0.1 | d 0.2 | d 0.5 | R/C 1.1 | 1.2 | 1.33 | 1.5 | 2.0 | p95 | max | launches | late | illegal |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    public static string F(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
