using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What a run cost, machine by machine, against what was expected.</summary>
internal static class BillView
{
    /// <summary>Bills below this many dollars are shown with four decimals.</summary>
    private const long FewDollars = 10_000_000_000;

    public static void Write(Page page, BillMessage bill)
    {
        var title = bill.IsFinal ? "Bill" : "Bill so far";
        page.Line(new Inked($"{title} of run {bill.Run} ({bill.Name})", Ink.Strong), bill.Outcome is { } outcome ? ", " : "", bill.Outcome is { } word ? Words.Outcome(word) : "");
        if (bill.Rehearsal is { } rehearsal) page.Wrapped($"A rehearsal: nothing is owed. This is what {rehearsal.Offer} would have cost.", Ink.Accent);
        page.Blank();
        if (bill.Lines.Length == 0)
        {
            page.Line("  No machine was rented.");
            return;
        }

        var decimals = Math.Abs(bill.TotalNanoUsd) < FewDollars ? 4 : 2;
        page.Table(Lines(bill, decimals));
        page.Blank();
        WriteSums(page, bill, decimals);
    }

    private static TextTable Lines(BillMessage bill, int decimals)
    {
        var hasRanks = bill.Lines.Any(line => line.Rank > 0);
        var table = new TextTable(
            new Column("ATTEMPT", Right: true), new Column("NODE", Right: true, Optional: true), new Column("OFFER"), new Column("MACHINE", Leaves: 3),
            new Column("PRICE", Right: true), new Column("FROM", Leaves: 4), new Column("BILLED", Right: true), new Column("COST", Right: true), new Column("ENDED BY"))
        {
            Indent = 2,
        };
        foreach (var line in bill.Lines)
            table.Row(
                line.Epoch.ToString(CultureInfo.InvariantCulture), hasRanks ? line.Rank.ToString(CultureInfo.InvariantCulture) : "", line.Offer, line.Machine,
                MoneyText.Rate(line.RateNanoUsdPerHour), line.From is { } from ? TimeText.Clock(from) : "", TimeText.Span(line.BilledSeconds),
                MoneyText.Amount(line.CostNanoUsd, decimals), line.End.Length > 0 ? Words.End(line.End) : new Inked("still running", Ink.Careful));
        if (bill.Lines.Length > 1)
            table.Row(
                "", "", new Inked("total", Ink.Strong), "", "", "", TimeText.Span(bill.Lines.Sum(line => line.BilledSeconds)),
                new Inked(MoneyText.Amount(bill.TotalNanoUsd, decimals), Ink.Strong), "");
        return table;
    }

    private static void WriteSums(Page page, BillMessage bill, int decimals)
    {
        page.Labelled("Total", MoneyText.Amount(bill.TotalNanoUsd, decimals) + Budget(bill), Ink.Strong);
        if (bill.Estimate is { } estimate) page.Labelled("Estimate", Estimate(bill, estimate, decimals));
        if (bill.OnDemandCostNanoUsd is { } onDemand) page.Labelled("On demand", $"{MoneyText.Amount(onDemand, decimals)} for the same work without reclaims");
        if (bill.SavedBySpotNanoUsd is { } saved) page.Labelled("Spot", Saved(bill, saved, decimals), saved >= 0 ? Ink.Good : Ink.Careful);
        if (bill.Reclaims > 0) page.Labelled("Reclaims", Repeated(bill));
        if (bill.Lines.Sum(line => MoneyText.Round(line.CostNanoUsd, decimals)) != MoneyText.Round(bill.TotalNanoUsd, decimals))
            page.Line(new Inked("  Amounts are rounded for reading; --json has them exact to the nano-dollar, where they add up.", Ink.Faint));
    }

    private static string Budget(BillMessage bill) =>
        bill.BudgetNanoUsd is > 0 and var budget ? $", {MoneyText.Percent(bill.TotalNanoUsd / (double)budget)} of the budget of {MoneyText.Amount(budget)}" : "";

    private static string Estimate(BillMessage bill, EstimateMessage estimate, int decimals)
    {
        if (estimate.ExpectedCostNanoUsd is not { } expected) return "none: how long it would take was not known";
        var difference = bill.IsFinal ? $"; the bill is {MoneyText.Difference(bill.TotalNanoUsd, expected)}" : "";
        var time = estimate.ExpectedSeconds is { } seconds ? $" in {TimeText.Span(seconds)} (program: {TimeText.Span(bill.ProgramSeconds)})" : "";
        return MoneyText.Amount(expected, decimals) + time + difference;
    }

    private static string Saved(BillMessage bill, long saved, int decimals)
    {
        var share = bill.OnDemandCostNanoUsd is > 0 and var onDemand ? $" ({MoneyText.Percent(Math.Abs(saved) / (double)onDemand)})" : "";
        return saved >= 0 ? $"saved {MoneyText.Amount(saved, decimals)}{share}" : $"cost {MoneyText.Amount(-saved, decimals)}{share} more than on demand would have";
    }

    private static string Repeated(BillMessage bill)
    {
        var times = SizeText.Count(bill.Reclaims, "reclaim");
        return bill.RepeatedSeconds is { } seconds
            ? $"{times}; {TimeText.Span(seconds)} of {TimeText.Span(bill.ProgramSeconds)} had to be done again"
            : times;
    }
}
