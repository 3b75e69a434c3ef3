using System.Text.Json;
using Haggle.Cli.Render;

namespace Haggle.Cli.Comparing;

/// <summary>Comparisons as JSON.</summary>
internal static class ComparisonJson
{
    public static string Of(IReadOnlyList<Comparison> comparisons) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("tasks");
        foreach (var comparison in comparisons)
        {
            json.WriteStartObject();
            json.WriteString("task", comparison.Task);
            if (comparison.Steps > 0) json.WriteNumber("steps", comparison.Steps);
            json.WriteString("summary", ComparisonTexts.Lead(comparison));
            json.WriteStartArray("results");
            foreach (var result in comparison.Results) Write(json, result, comparison);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Compared result, Comparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("offer", result.Result.Offer);
        json.WriteNumber("nodes", result.Result.Nodes);
        json.WriteNumber("seconds", result.Time.TotalSeconds);
        json.WriteNumber("cost_nano_usd", result.Cost.NanoUsd);
        JsonLines.Optional(json, "price_nano_usd_per_hour", result.Result.Rate?.PerHour.NanoUsd);
        JsonLines.Optional(json, "stated_cost_nano_usd", result.Result.StatedCost?.NanoUsd);
        JsonLines.Optional(json, "stated_cost_means", ComparisonTexts.Stated(result.Result));
        if (result.Result.ExcludedSeconds > 0) json.WriteNumber("excluded_seconds", result.Result.ExcludedSeconds);
        if (result.Result.Phases.Count > 0)
        {
            json.WriteStartArray("phases");
            foreach (var (name, seconds) in result.Result.Phases)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteNumber("seconds", seconds);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("is_on_frontier", result.BeatenBy is null);
        if (result.IsBestValue) json.WriteBoolean("is_best_value", true);
        JsonLines.Optional(json, "beaten_by", result.BeatenBy?.Offer ?? "");
        JsonLines.Optional(json, "why_left_out", ComparisonTexts.Why(result, comparison));
        if (result.Result.IsRehearsed) json.WriteBoolean("is_rehearsed", true);
        if (result.Result.At is { } at) json.WriteString("at", at.UtcDateTime);
        JsonLines.Optional(json, "source", result.Result.Source);
        json.WriteEndObject();
    }
}
