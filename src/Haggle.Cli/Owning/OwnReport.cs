using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Owning;

/// <summary>The answer as a report that any browser shows.</summary>
internal static class OwnReport
{
    public static string Html(OwnAnswer answer, DateTimeOffset now)
    {
        var question = answer.Case.Question;
        var report = new Report(OwnTexts.Title(answer), OwnTexts.Verdict(answer));
        report.Facts(
            ("hours a week", Number(question.HoursPerWeek)), ($"owning, {OwnTexts.Months(question.Months)}", OwnTexts.Usd(answer.Bill.Net)),
            ("cheapest way to rent", answer.Rival is { } rival ? OwnTexts.Usd(rival.Curve.Last) : "none"), ("paid back", answer.Rival is { } line ? OwnTexts.Month(line.BreakEvenMonth) : "never"));
        report.Heading("Over time").Chart(OwnCharts.Costs(answer), "Own: what was paid so far; the machine is still worth something. Rented: the same work.");
        report.Table(Ways(answer));
        foreach (var note in answer.Case.Notes) report.Note(note);
        if (answer.Case.Ledger is { } ledger)
            report.Heading("What you really ran").Paragraph($"{SizeText.Count(ledger.Runs, "run")} from {TimeText.Day(ledger.From)} to {TimeText.Day(ledger.To)}: {Number(ledger.RentedHours)} rented machine hours for {MoneyText.Amount(ledger.PaidNanoUsd)}, which are {Number(ledger.OwnHours)} hours on {question.Machine.Name}.");
        report.Heading("What owning costs").Bars(OwnCharts.Bill(answer));
        if (OwnCharts.Tornado(answer) is { } tornado) report.Heading("What the answer hangs on").Bars(tornado, "Each bar changes one assumption and keeps the others.").Table(Sensitivity(answer));
        if (!answer.Findings.IsEmpty) report.Heading($"Do the parts take {SizeText.Count(answer.Case.Build?.Cards ?? 0, "card")}?").Table(Parts(answer));
        if (!answer.Advice.Reasons.IsEmpty)
        {
            report.Heading("Cloud or on premises?").List(answer.Advice.Reasons.Select(reason => $"{OwnTexts.Leans(reason.Rule.Leans)}: {reason.Text} ({reason.Rule.Provenance.Source})"));
            report.Paragraph(OwnTexts.Leaning(answer.Advice.Leans));
        }

        report.Heading("Everything that this rests on").Table(Assumptions(answer));
        return report.ToHtml($"Made by haggle {ProductVersion.Text} on {TimeText.Day(now)}. Prices carry the day on which they held; none is an offer.");
    }

    private static ReportTable Ways(OwnAnswer answer)
    {
        var question = answer.Case.Question;
        var table = new ReportTable(
            "Ways to have the same work done", new ReportColumn("way"), new ReportColumn("offer"), new ReportColumn("an hour", Right: true), new ReportColumn("speed", Right: true), new ReportColumn("hours a week", Right: true),
            new ReportColumn(OwnTexts.Months(question.Months), Right: true), new ReportColumn("paid back", Right: true), new ReportColumn("own from", Right: true), new ReportColumn("price of", Right: true));
        string[] own = ["own", question.Machine.Name, MoneyText.Amount(Core.Economics.Owning.OwningCost.ElectricityPerHour(question.Machine, question.Terms).PerHour.NanoUsd, 3), "1", Number(question.HoursPerWeek), OwnTexts.Usd(answer.Bill.Net), "", "", ""];
        if (answer.OwningIsCheaper) table.BestRow(own);
        else table.Row(own);
        foreach (var line in answer.Lines)
        {
            string[] cells =
            [
                line.Option.Name, OwnTexts.Machine(line), MoneyText.Amount(line.Option.Rate.PerHour.NanoUsd, 3), Number(line.Option.Speed), Number(line.HoursPerWeek), OwnTexts.Usd(line.Curve.Last), OwnTexts.ShortMonth(line.BreakEvenMonth),
                line.BreakEvenHours is { } hours ? Number(hours) + " h" : "never", TimeText.Day(line.Option.Provenance.AsOf),
            ];
            if (!answer.OwningIsCheaper && line == answer.Rival) table.BestRow(cells);
            else table.Row(cells);
        }

        return table;
    }

    private static ReportTable Sensitivity(OwnAnswer answer)
    {
        var table = new ReportTable(
            "Saved by owning, and when it is paid back, with each assumption low and high", new ReportColumn("assumption"), new ReportColumn("low", Right: true), new ReportColumn("saved", Right: true), new ReportColumn("paid back", Right: true),
            new ReportColumn("high", Right: true), new ReportColumn("saved", Right: true), new ReportColumn("paid back", Right: true));
        foreach (var line in answer.Sensitivity)
            table.Row(line.Name, line.Low, OwnTexts.Usd(line.SavedAtLow), OwnTexts.ShortMonth(line.MonthAtLow), line.High, OwnTexts.Usd(line.SavedAtHigh), OwnTexts.ShortMonth(line.MonthAtHigh));
        return table;
    }

    private static ReportTable Parts(OwnAnswer answer)
    {
        var table = new ReportTable("Parts", new ReportColumn("part"), new ReportColumn("finding"), new ReportColumn("has", Right: true), new ReportColumn("needs", Right: true), new ReportColumn("why"));
        foreach (var finding in answer.Findings) table.Row(finding.Rule.Part, OwnTexts.Verdict(finding).Text, finding.Has.Length > 0 ? finding.Has : "?", finding.Needs, finding.Rule.Why);
        return table;
    }

    private static ReportTable Assumptions(OwnAnswer answer)
    {
        var table = new ReportTable("Assumptions, each with its source", new ReportColumn("what"), new ReportColumn("value", Right: true), new ReportColumn("where from"));
        foreach (var line in answer.Case.Prices) table.Row($"{line.Count}x {line.What}", OwnTexts.Usd(line.Total), line.Source);
        table.Row("hours a week", Number(answer.Case.Question.HoursPerWeek), answer.Case.HoursFrom);
        table.Row("watts at work", Number(answer.Case.Question.Machine.WattsAtWork), answer.Case.WattsFrom);
        table.Row("speed of rented machines", "", answer.Case.SpeedFrom);
        foreach (var assumed in answer.Case.Assumed) table.Row(assumed.Name, OwnTexts.Value(assumed), $"{assumed.What}; {assumed.Source}");
        return table;
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);
}
