using System.Text.Json;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Owning;

namespace Haggle.Cli.Owning;

/// <summary>The answer as JSON, exact to the nano-dollar.</summary>
internal static class OwnJson
{
    public static string Of(OwnAnswer answer) => JsonLines.Of(json =>
    {
        var question = answer.Case.Question;
        json.WriteStartObject();
        json.WriteString("machine", question.Machine.Name);
        json.WriteString("accelerator", answer.Case.Accelerator.Name);
        json.WriteNumber("accelerator_count", answer.Case.Cards);
        json.WriteNumber("hours_per_week", question.HoursPerWeek);
        json.WriteString("hours_from", answer.Case.HoursFrom);
        json.WriteNumber("months", question.Months);
        json.WriteNumber("watts", question.Machine.WattsAtWork);
        json.WriteString("watts_from", answer.Case.WattsFrom);
        json.WriteString("speed_from", answer.Case.SpeedFrom);
        json.WriteString("verdict", OwnTexts.Verdict(answer));
        json.WriteBoolean("owning_is_cheaper", answer.OwningIsCheaper);
        WriteOwn(json, answer);
        json.WriteStartArray("rent");
        foreach (var line in answer.Lines) WriteLine(json, line);
        json.WriteEndArray();
        WriteSensitivity(json, answer);
        WriteParts(json, answer);
        WriteAdvice(json, answer);
        WriteAssumptions(json, answer);
        if (answer.Case.Ledger is { } ledger) WriteLedger(json, ledger);
        json.WriteEndObject();
    });

    private static void WriteOwn(Utf8JsonWriter json, OwnAnswer answer)
    {
        var bill = answer.Bill;
        json.WriteStartObject("own");
        json.WriteNumber("net_nano_usd", bill.Net.NanoUsd);
        json.WriteNumber("paid_nano_usd", bill.Paid.NanoUsd);
        json.WriteNumber("worth_nano_usd", bill.Worth.NanoUsd);
        json.WriteNumber("depreciation_nano_usd", bill.Depreciation.NanoUsd);
        json.WriteNumber("electricity_nano_usd", bill.Electricity.NanoUsd);
        json.WriteNumber("space_nano_usd", bill.Space.NanoUsd);
        json.WriteNumber("admin_nano_usd", bill.Admin.NanoUsd);
        json.WriteNumber("repairs_nano_usd", bill.Repairs.NanoUsd);
        json.WriteNumber("interest_nano_usd", bill.Interest.NanoUsd);
        json.WriteNumber("bandwidth_nano_usd", bill.Bandwidth.NanoUsd);
        WriteCurve(json, "paid_by_month_nano_usd", answer.Paid);
        json.WriteStartArray("parts");
        foreach (var line in answer.Case.Prices)
        {
            json.WriteStartObject();
            json.WriteString("part", line.What);
            json.WriteNumber("count", line.Count);
            json.WriteNumber("each_nano_usd", line.Each.NanoUsd);
            json.WriteString("source", line.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, OwnLine line)
    {
        json.WriteStartObject();
        json.WriteString("way", line.Option.Name);
        JsonLines.Optional(json, "offer", line.Option.Offer);
        JsonLines.Optional(json, "machine", line.Option.Machine);
        json.WriteNumber("price_nano_usd_per_hour", line.Option.Rate.PerHour.NanoUsd);
        json.WriteString("source", line.Option.Provenance.Source);
        json.WriteString("as_of", line.Option.Provenance.AsOf.UtcDateTime);
        json.WriteNumber("speed", line.Option.Speed);
        json.WriteNumber("hours_per_week", line.HoursPerWeek);
        json.WriteNumber("machines", line.Machines);
        json.WriteNumber("total_nano_usd", line.Curve.Last.NanoUsd);
        if (line.Committed.NanoUsd > 0) json.WriteNumber("committed_nano_usd", line.Committed.NanoUsd);
        JsonLines.Optional(json, "break_even_month", line.BreakEvenMonth);
        JsonLines.Optional(json, "break_even_hours_per_week", line.BreakEvenHours);
        json.WriteNumber("saved_by_owning_nano_usd", line.Saved.NanoUsd);
        WriteCurve(json, "paid_by_month_nano_usd", line.Curve);
        json.WriteEndObject();
    }

    private static void WriteSensitivity(Utf8JsonWriter json, OwnAnswer answer)
    {
        json.WriteStartArray("sensitivity");
        foreach (var line in answer.Sensitivity)
        {
            json.WriteStartObject();
            json.WriteString("assumption", line.Name);
            json.WriteString("low", line.Low);
            json.WriteNumber("saved_at_low_nano_usd", line.SavedAtLow.NanoUsd);
            JsonLines.Optional(json, "break_even_month_at_low", line.MonthAtLow);
            json.WriteString("high", line.High);
            json.WriteNumber("saved_at_high_nano_usd", line.SavedAtHigh.NanoUsd);
            JsonLines.Optional(json, "break_even_month_at_high", line.MonthAtHigh);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter json, OwnAnswer answer)
    {
        if (answer.Findings.IsEmpty) return;
        json.WriteStartArray("parts_check");
        foreach (var finding in answer.Findings)
        {
            json.WriteStartObject();
            json.WriteString("part", finding.Rule.Part);
            json.WriteString("finding", OwnTexts.Verdict(finding).Text);
            JsonLines.Optional(json, "has", finding.Has);
            json.WriteString("needs", finding.Needs);
            json.WriteString("why", finding.Rule.Why);
            json.WriteString("source", finding.Rule.Provenance.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAdvice(Utf8JsonWriter json, OwnAnswer answer)
    {
        json.WriteStartArray("advice");
        foreach (var (rule, text) in answer.Advice.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Id);
            json.WriteString("leans", OwnTexts.Leans(rule.Leans));
            json.WriteString("says", text);
            json.WriteString("source", rule.Provenance.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAssumptions(Utf8JsonWriter json, OwnAnswer answer)
    {
        json.WriteStartArray("assumptions");
        foreach (var assumed in answer.Case.Assumed)
        {
            json.WriteStartObject();
            json.WriteString("name", assumed.Name);
            json.WriteNumber("value", assumed.Value);
            json.WriteString("what", assumed.What);
            json.WriteString("source", assumed.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in answer.Case.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void WriteLedger(Utf8JsonWriter json, LedgerWork ledger)
    {
        json.WriteStartObject("ledger");
        json.WriteNumber("runs", ledger.Runs);
        json.WriteString("from", ledger.From.UtcDateTime);
        json.WriteString("to", ledger.To.UtcDateTime);
        json.WriteNumber("rented_hours", ledger.RentedHours);
        json.WriteNumber("own_hours", ledger.OwnHours);
        json.WriteNumber("paid_nano_usd", ledger.PaidNanoUsd);
        json.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter json, string name, CostCurve curve)
    {
        json.WriteStartArray(name);
        foreach (var amount in curve.ByMonth) json.WriteNumberValue(amount.NanoUsd);
        json.WriteEndArray();
    }
}
