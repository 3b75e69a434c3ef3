using System.Globalization;
using Haggle.Cli.Charts;
using Haggle.Cli.Render;

namespace Haggle.Cli.Owning;

/// <summary>The answer in a terminal.</summary>
internal static class OwnView
{
    /// <summary>From here on the columns that leave a narrow page are there, and need their explanation.</summary>
    private const int WideEnough = 105;

    private static readonly TimeSpan Fresh = TimeSpan.FromDays(30);

    public static void Write(Page page, OwnAnswer answer, DateTimeOffset now)
    {
        page.Line(new Inked(OwnTexts.Title(answer), Ink.Strong));
        page.Wrapped(OwnTexts.Verdict(answer));
        page.Blank();
        WriteWays(page, answer, now);
        foreach (var note in answer.Case.Notes) page.Wrapped(note, Ink.Careful);
        if (answer.Case.Ledger is { } ledger) WriteLedger(page, answer, ledger);
        page.Blank();
        TerminalChart.Write(page, OwnCharts.Costs(answer));
        page.Blank();
        TerminalBars.Write(page, OwnCharts.Bill(answer));
        if (OwnCharts.Tornado(answer) is { } tornado)
        {
            page.Blank();
            TerminalBars.Write(page, tornado);
            WriteSensitivity(page, answer);
        }

        WriteParts(page, answer);
        WriteAdvice(page, answer);
        WriteAssumptions(page, answer);
    }

    private static void WriteWays(Page page, OwnAnswer answer, DateTimeOffset now)
    {
        var question = answer.Case.Question;
        var table = new TextTable(
            new Column("WAY"), new Column("OFFER", Folds: true), new Column("AN HOUR", Right: true), new Column("SPEED", Right: true, Leaves: 2), new Column("H/WEEK", Right: true), new Column($"{question.Months} MONTHS", Right: true),
            new Column("PAID BACK", Right: true), new Column("OWN FROM", Right: true, Leaves: 3), new Column("AGE", Right: true, Leaves: 1));
        var electricity = Core.Economics.Owning.OwningCost.ElectricityPerHour(question.Machine, question.Terms);
        table.Row(
            new Inked("own", Ink.Strong), question.Machine.Name, MoneyText.Amount(electricity.PerHour.NanoUsd, 3), "1", Number(question.HoursPerWeek), new Inked(OwnTexts.Usd(answer.Bill.Net), answer.OwningIsCheaper ? Ink.Good : Ink.Plain), "", "", "");
        foreach (var line in answer.Lines)
        {
            var isBest = !answer.OwningIsCheaper && line == answer.Rival;
            var age = line.Option.Offer.Length > 0 ? now - line.Option.Provenance.AsOf : TimeSpan.Zero;
            table.Row(
                line.Option.Name, OwnTexts.Machine(line), MoneyText.Amount(line.Option.Rate.PerHour.NanoUsd, 3), Number(line.Option.Speed), Number(line.HoursPerWeek),
                new Inked(OwnTexts.Usd(line.Curve.Last), isBest ? Ink.Good : Ink.Plain), OwnTexts.ShortMonth(line.BreakEvenMonth), line.BreakEvenHours is { } hours ? Number(hours) + " h" : "never",
                line.Option.Offer.Length > 0 ? new Inked(((long)Math.Max(0, age.TotalDays)).ToString(CultureInfo.InvariantCulture) + "d", age > Fresh ? Ink.Careful : Ink.Plain) : "");
        }

        page.Table(table);
        page.Wrapped("Own: an hour is electricity only, and the months are less what the machine is still worth. PAID BACK: when owning has cost no more.", Ink.Faint);
        if (page.Width >= WideEnough) page.Wrapped("SPEED: of the rented machine, the own one's being 1. OWN FROM: the fewest hours a week at which owning is cheaper.", Ink.Faint);
        foreach (var line in answer.Lines.Where(line => line.Committed.NanoUsd > 0))
            page.Wrapped($"{line.Option.Name}: {OwnTexts.Usd(line.Committed)} are owed whatever happens.", Ink.Faint);
        var dates = answer.Lines.Where(line => line.Option.Offer.Length > 0).Select(line => line.Option.Provenance.AsOf).ToArray();
        if (dates.Length > 0 && dates.Max() - dates.Min() > Fresh) page.Wrapped($"These prices held at different times, from {TimeText.Day(dates.Min())} to {TimeText.Day(dates.Max())}: compare them with care.", Ink.Careful);
    }

    private static void WriteLedger(Page page, OwnAnswer answer, LedgerWork ledger)
    {
        page.Blank();
        page.Line(new Inked("What you really ran", Ink.Strong));
        page.Labelled("Runs", $"{SizeText.Count(ledger.Runs, "run")} from {TimeText.Day(ledger.From)} to {TimeText.Day(ledger.To)}, {Number(ledger.RentedHours)} rented machine hours for {MoneyText.Amount(ledger.PaidNanoUsd)}");
        page.Labelled("On your own", $"{Number(ledger.OwnHours)} hours on {answer.Case.Question.Machine.Name}: {Number(ledger.HoursPerWeek)} a week");
        if (ledger.LeftOut.Count > 0) page.Labelled("Left out", string.Join(", ", ledger.LeftOut));
    }

    private static void WriteSensitivity(Page page, OwnAnswer answer)
    {
        var table = new TextTable(new Column("ASSUMPTION"), new Column("LOW", Right: true), new Column("SAVED", Right: true), new Column("PAID BACK", Right: true), new Column("HIGH", Right: true), new Column("SAVED", Right: true), new Column("PAID BACK", Right: true));
        foreach (var line in answer.Sensitivity)
            table.Row(line.Name, line.Low, OwnTexts.Usd(line.SavedAtLow), OwnTexts.ShortMonth(line.MonthAtLow), line.High, OwnTexts.Usd(line.SavedAtHigh), OwnTexts.ShortMonth(line.MonthAtHigh));
        page.Blank();
        page.Table(table);
    }

    private static void WriteParts(Page page, OwnAnswer answer)
    {
        if (answer.Findings.IsEmpty || answer.Case.Build is not { } build) return;
        page.Blank();
        page.Line(new Inked($"Do the parts take {SizeText.Count(build.Cards, "card")}?", Ink.Strong));
        var table = new TextTable(new Column("PART"), new Column("FINDING"), new Column("HAS", Right: true), new Column("NEEDS", Right: true));
        foreach (var finding in answer.Findings)
        {
            table.Row(finding.Rule.Part, OwnTexts.Verdict(finding), finding.Has.Length > 0 ? finding.Has : "?", finding.Needs);
            table.Note(new Inked(finding.Rule.Why, Ink.Faint));
        }

        page.Table(table);
    }

    private static void WriteAdvice(Page page, OwnAnswer answer)
    {
        if (answer.Advice.Reasons.IsEmpty) return;
        page.Blank();
        page.Line(new Inked("Cloud or on premises?", Ink.Strong));
        foreach (var (rule, text) in answer.Advice.Reasons) page.Labelled(OwnTexts.Leans(rule.Leans), text, labelWidth: 6);
        page.Wrapped(OwnTexts.Leaning(answer.Advice.Leans), Ink.Strong);
    }

    private static void WriteAssumptions(Page page, OwnAnswer answer)
    {
        page.Blank();
        page.Line(new Inked("Everything that this rests on", Ink.Strong));
        var table = new TextTable(new Column("WHAT"), new Column("VALUE", Right: true), new Column("WHERE FROM", Folds: true));
        foreach (var line in answer.Case.Prices) table.Row($"{line.Count}x {line.What}", OwnTexts.Usd(line.Total), line.Source);
        table.Row("hours a week", Number(answer.Case.Question.HoursPerWeek), answer.Case.HoursFrom);
        table.Row("watts at work", Number(answer.Case.Question.Machine.WattsAtWork), answer.Case.WattsFrom);
        table.Row("speed of rented machines", "", answer.Case.SpeedFrom);
        foreach (var assumed in answer.Case.Assumed) table.Row(assumed.Name, OwnTexts.Value(assumed), $"{assumed.What}; {assumed.Source}");
        page.Table(table);
        page.Wrapped("--set NAME=VALUE changes one; a machine file keeps them.", Ink.Faint);
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);
}
