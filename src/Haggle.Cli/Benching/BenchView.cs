using System.Globalization;
using Haggle.Cli.Render;

namespace Haggle.Cli.Benching;

/// <summary>What a benchmark found: the offers side by side, what was timed and what was not.</summary>
internal static class BenchView
{
    public static void Write(Page page, IReadOnlyList<MeasuredResult> results)
    {
        var table = new TextTable(
            new Column("OFFER", Folds: true), new Column("STEPS/S", Right: true), new Column("$ PER 1000 STEPS", Right: true), new Column("TIMED", Right: true), new Column("PLACE", Right: true, Leaves: 1), new Column("PREPARE", Right: true, Leaves: 2),
            new Column("WARM UP", Right: true, Leaves: 3), new Column("COST", Right: true));
        foreach (var each in results.OrderBy(PerThousand))
        {
            table.Row(
                each.Offer.Replace('/', ' '), new Inked(each.StepsPerSecond.ToString("#,0.###", CultureInfo.InvariantCulture), Ink.Strong), MoneyText.Amount((long)(PerThousand(each) * 1e9), 4),
                TimeText.Span(each.MeasuredSeconds), TimeText.Span(each.PlacingSeconds), TimeText.Span(each.PreparingSeconds), TimeText.Span(each.WarmUpSeconds), MoneyText.Amount(each.Cost.NanoUsd));
        }

        page.Table(table);
        foreach (var each in results.OrderBy(PerThousand).Where(each => each.Phases.Length > 0)) page.Wrapped($"{each.Offer.Replace('/', ' ')}: {Phases(each)}", Ink.Plain, "", 2);
        page.Wrapped("Steps a second and their price count the timed steps alone: placing, files and setup, and warm-up are beside them, the cost is of everything.", Ink.Faint);
        if (results.Any(each => each.IsRehearsed)) page.Wrapped("Rehearsed: these are the speeds of this computer at other offers' prices. No estimate is made from them.", Ink.Careful);
    }

    public static string Json(IReadOnlyList<MeasuredResult> results) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var each in results)
        {
            json.WriteStartObject();
            json.WriteString("task", each.Task);
            json.WriteString("offer", each.Offer);
            JsonLines.Optional(json, "accelerator", each.Accelerator);
            json.WriteNumber("accelerator_count", each.Count);
            json.WriteNumber("nodes", each.Nodes);
            json.WriteNumber("rate_nano_usd_per_hour", each.Rate.PerHour.NanoUsd);
            json.WriteNumber("steps", each.Steps);
            json.WriteNumber("measured_seconds", each.MeasuredSeconds);
            json.WriteNumber("steps_per_second", each.StepsPerSecond);
            JsonLines.Optional(json, "phases", each.Phases);
            if (each.ToldRate > 0)
            {
                json.WriteNumber("told_rate", each.ToldRate);
                json.WriteString("told_unit", each.ToldUnit);
            }

            json.WriteNumber("placing_seconds", each.PlacingSeconds);
            json.WriteNumber("preparing_seconds", each.PreparingSeconds);
            json.WriteNumber("warmup_seconds", each.WarmUpSeconds);
            json.WriteNumber("wall_seconds", each.WallSeconds);
            json.WriteNumber("cost_nano_usd", each.Cost.NanoUsd);
            json.WriteBoolean("is_rehearsed", each.IsRehearsed);
            json.WriteString("at", each.At.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static double PerThousand(MeasuredResult each) => (double)each.Rate.PerHour.ToUsd() * each.Nodes / 3600 / each.StepsPerSecond * 1000;

    /// <summary>"fit 5m 01s, predict 33s".</summary>
    private static string Phases(MeasuredResult result) => string.Join(", ", result.Phases.Split(';').Select(phase =>
        phase.Split('=') is [var name, var seconds] && double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var took) ? $"{name} {TimeText.Span(took)}" : phase));
}
