using System.Text.Json;
using Haggle.Cli.Simulating;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Render;

/// <summary>The scores of a contest as JSON: every cell of every recording. Costs are exact, in thousandths of a dollar per hour times seconds.</summary>
internal static class ScoreJson
{
    public static string Of(Scores scores) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("groups");
        foreach (var (title, results) in scores.Groups())
            foreach (var policy in scores.Policies) Group(json, title, policy, SpotScore.Of(results.Where(result => result.Policy == policy)));
        json.WriteEndArray();
        json.WriteStartArray("results");
        foreach (var result in scores.Results) Result(json, result);
        json.WriteEndArray();
        json.WriteNumber("too_short", scores.TooShort);
        json.WriteEndObject();
    });

    private static void Group(Utf8JsonWriter json, string title, string policy, SpotScore score)
    {
        json.WriteStartObject();
        json.WriteString("group", title);
        json.WriteString("policy", policy);
        json.WriteNumber("mean", Math.Round(score.Mean, 4));
        json.WriteNumber("p95", Math.Round(score.Percentile95, 4));
        json.WriteNumber("max", Math.Round(score.Worst, 4));
        json.WriteNumber("launches_per_run", Math.Round(score.LaunchesPerRun, 2));
        json.WriteNumber("late", score.Late);
        json.WriteNumber("illegal", score.Illegal);
        json.WriteNumber("runs", score.Runs);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, CellResult result)
    {
        json.WriteStartObject();
        json.WriteString("recording", result.Set);
        json.WriteNumber("zones", result.Zones);
        json.WriteString("policy", result.Policy);
        json.WriteNumber("work_seconds", result.Cell.Work);
        json.WriteNumber("window_seconds", result.Cell.Window);
        json.WriteNumber("start_up_seconds", result.Cell.Delay);
        json.WriteNumber("runs", result.Ratios.Length);
        json.WriteNumber("cost", result.Cost);
        json.WriteNumber("optimum", result.Optimum);
        json.WriteNumber("ratio", Math.Round(result.Ratio, 4));
        json.WriteNumber("worst", Math.Round(result.Ratios.Max(), 4));
        json.WriteNumber("launches", result.Launches);
        json.WriteNumber("late", result.Late);
        json.WriteNumber("illegal", result.Illegal);
        json.WriteNumber("overruled", result.Overruled);
        json.WriteEndObject();
    }
}
