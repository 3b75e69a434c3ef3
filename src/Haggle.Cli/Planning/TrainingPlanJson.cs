using System.Text.Json;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;

namespace Haggle.Cli.Planning;

/// <summary>A plan as JSON: everything that the terminal shows, and the assumptions with their sources.</summary>
internal static class TrainingPlanJson
{
    public static string Of(PlannedTask planned) => JsonLines.Of(json =>
    {
        var (plan, task) = (planned.Plan, planned.Task);
        json.WriteStartObject();
        json.WriteString("file", planned.File);
        json.WriteString("work", task.Work.Told);
        json.WriteNumber("units", task.Work.Amount);
        json.WriteString("unit", task.Work.Unit);
        json.WriteNumber("nodes", task.Nodes);
        json.WriteString("as_of", plan.MarketAsOf.UtcDateTime);
        json.WriteNumber("offers_looked_at", plan.Looked);
        json.WriteNumber("offers_fitting", plan.Fitting);
        JsonLines.Optional(json, "nearest", plan.Nearest);
        JsonLines.Optional(json, "note", planned.Note);
        Array(json, "ranked", plan.Ranked.Take(planned.Listed), each =>
        {
            Estimate(json, each.Estimate);
            json.WriteNumber("places", each.Places);
            json.WriteBoolean("is_on_frontier", each.IsOnFrontier);
            if (each.BeatenBy is { } by)
            {
                json.WriteString("beaten_by", by.Quote.Offer.Key.Value);
                json.WriteString("why_not", OfferWords.Beaten(each.Estimate, by));
            }
        });
        json.WriteNumber("machines_left_out", plan.LeftOut + Math.Max(0, plan.Ranked.Length - planned.Listed));
        Array(json, "frontier", plan.Frontier, each => Estimate(json, each));
        Array(json, "picks", plan.Picks, pick =>
        {
            json.WriteString("pick", pick.Name);
            json.WriteString("why", pick.Why);
            Estimate(json, pick.Estimate);
        });
        if (planned.Forecast is { } forecast)
        {
            var told = DeadlineForecast.Message(forecast);
            json.WriteStartObject("forecast");
            json.WriteBoolean("is_possible", told.IsPossible);
            json.WriteNumber("expected_cost_nano_usd", told.ExpectedCostNanoUsd);
            json.WriteNumber("worst_cost_nano_usd", told.WorstCostNanoUsd);
            json.WriteNumber("on_demand_cost_nano_usd", told.OnDemandCostNanoUsd);
            json.WriteNumber("spot_alone", told.SpotAlone);
            json.WriteNumber("expected_seconds", Math.Round(told.ExpectedSeconds, 1));
            json.WriteNumber("reclaims", Math.Round(told.Reclaims, 3));
            json.WriteEndObject();
        }

        Array(json, "refused", plan.Rejected, reason =>
        {
            json.WriteNumber("offers", reason.Count);
            json.WriteString("reason", reason.Reason);
        });
        Array(json, "advice", planned.Advice, advice =>
        {
            json.WriteString("rule", advice.Rule.Id);
            json.WriteString("say", advice.Text);
            json.WriteString("why", advice.Rule.Why);
            json.WriteString("source", advice.Rule.Source);
        });
        json.WriteStartArray("assumed_of_the_work");
        foreach (var each in task.Work.Assumed) json.WriteStringValue(each);
        json.WriteEndArray();
        Array(json, "assumptions", planned.Assumed.All, each =>
        {
            json.WriteString("name", each.Name);
            json.WriteNumber("value", each.Value);
            json.WriteString("why", each.Why);
            json.WriteString("source", each.Source);
        });
        json.WriteEndObject();
    });

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Estimate(Utf8JsonWriter json, TrainingEstimate each)
    {
        var offer = each.Quote.Offer;
        json.WriteString("offer", offer.Key.Value);
        json.WriteString("provider", offer.Provider.Value);
        JsonLines.Optional(json, "accelerator", offer.Accelerator);
        json.WriteNumber("accelerator_count", offer.AcceleratorCount);
        json.WriteString("purchase", offer.Purchase == Purchase.OnDemand ? "on-demand" : OfferWords.Purchase(offer));
        json.WriteNumber("rate_nano_usd_per_hour", each.Rate.PerHour.NanoUsd);
        json.WriteNumber("cost_nano_usd", each.Cost.Expected.NanoUsd);
        json.WriteNumber("cost_low_nano_usd", each.Cost.Low.NanoUsd);
        json.WriteNumber("cost_high_nano_usd", each.Cost.High.NanoUsd);
        json.WriteNumber("seconds", Math.Round(each.Time.Expected.TotalSeconds, 1));
        json.WriteNumber("seconds_low", Math.Round(each.Time.Low.TotalSeconds, 1));
        json.WriteNumber("seconds_high", Math.Round(each.Time.High.TotalSeconds, 1));
        json.WriteNumber("units_per_second", each.Speed.UnitsPerSecond);
        json.WriteString("speed_way", each.Speed.Way switch { SpeedWay.MeasuredOnOffer => "measured-on-offer", SpeedWay.MeasuredOnCard => "measured-on-card", SpeedWay.Transferred => "transferred", _ => "computed" });
        json.WriteString("speed_how", each.Speed.How);
        json.WriteNumber("speed_error_median", each.Speed.Accuracy.Median);
        json.WriteNumber("speed_error_p90", each.Speed.Accuracy.P90);
        json.WriteNumber("expected_reclaims", Math.Round(each.Reclaims, 3));
        JsonLines.Optional(json, "checkpoint_every_seconds", each.CheckpointEvery?.TotalSeconds);
        json.WriteString("price_source", each.Quote.Provenance.Source);
        json.WriteString("price_as_of", each.Quote.Provenance.AsOf.UtcDateTime);
        Array(json, "parts", each.Parts, part =>
        {
            json.WriteString("part", part.Name);
            json.WriteNumber("cost_nano_usd", part.Cost.NanoUsd);
            JsonLines.Optional(json, "seconds", part.Time?.TotalSeconds);
        });
    }
}
