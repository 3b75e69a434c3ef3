using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Planning;

/// <summary>A plan as a report: one file, to be opened anywhere and sent around.</summary>
internal static class TrainingReport
{
    /// <summary>Further down nobody reads.</summary>
    private const int RowsMost = 40;

    public static string Of(PlannedTask planned)
    {
        var plan = planned.Plan;
        var name = planned.Spec.Name ?? Path.GetFileNameWithoutExtension(planned.File);
        var footer = $"Made by haggle plan on {TimeText.Instant(planned.Now)} from {plan.Looked} offers of the local catalogue. Every price carries its own date; every assumption and its source is listed above.";
        if (plan.Fitting == 0) return new Report($"What {name} would cost", $"None of {plan.Looked} offers would do. {plan.Nearest}").List(plan.Rejected.Select(reason => $"{reason.Count} {reason.Reason}")).ToHtml(footer);

        var best = plan.Picks[0].Estimate;
        var report = new Report($"What {name} will cost", $"{planned.Task.Work.Told}. It can be done for {OfferWords.Money(best.Cost.Expected)} in {OfferWords.Time(best.Time.Expected)} on {OfferWords.Accelerators(best.Quote.Offer)} ({OfferWords.Machine(best.Quote.Offer)}).");
        report.Facts([.. plan.Picks.Take(4).Select(pick => (Capital(pick.Name), $"{OfferWords.Money(pick.Estimate.Cost.Expected)} in {OfferWords.Time(pick.Estimate.Time.Expected)}"))]);
        report.Heading("Cost against time").Chart(TrainingCharts.CostAgainstTime(planned), "Each point is a machine of a provider, at its cheapest place. Whoever pays for a point off the line pays for nothing.");
        report.Heading("Price per hour against time").Chart(TrainingCharts.RateAgainstTime(planned), "The same machines by what an hour of them costs.");
        if (planned.Forecast is { } forecast) report.Heading("By the deadline").Note(PlanView.ForecastText(DeadlineForecast.Message(forecast)) + ".");
        report.Heading("Picks").Table(Picks(planned));
        report.Heading("The machines, the cheapest first").Table(Ranked(planned));
        report.Heading($"What the cheapest is made of").Table(Parts(planned));
        report.Note("Speed " + best.Speed.How + ". " + Accuracy(best.Speed.Accuracy.Median, best.Speed.Accuracy.P90, best.Speed.Accuracy.How));
        if (planned.Advice.Count > 0) report.Heading("Advice").List(planned.Advice.Select(advice => $"{advice.Text} {advice.Rule.Why} ({advice.Rule.Source})"));
        report.Heading("What was left out").List(plan.Rejected.Select(reason => $"{reason.Count} {reason.Reason}"));
        report.Heading("What was assumed");
        if (!planned.Task.Work.Assumed.IsEmpty) report.List(planned.Task.Work.Assumed);
        return report.Table(Assumptions(planned)).ToHtml(footer);
    }

    private static ReportTable Picks(PlannedTask planned)
    {
        var table = new ReportTable("Picks", new ReportColumn("Pick"), new ReportColumn("Cost", Right: true), new ReportColumn("Range", Right: true), new ReportColumn("Time", Right: true), new ReportColumn("Offer"), new ReportColumn("Why"));
        foreach (var pick in planned.Plan.Picks)
            table.Row(pick.Name, OfferWords.Money(pick.Estimate.Cost.Expected), OfferWords.Range(pick.Estimate.Cost), OfferWords.Time(pick.Estimate.Time.Expected), pick.Estimate.Quote.Offer.Key.Value, pick.Why);
        return table;
    }

    private static ReportTable Ranked(PlannedTask planned)
    {
        var table = new ReportTable(
            "Machines", new ReportColumn("", Right: true), new ReportColumn("Cost", Right: true), new ReportColumn("Range", Right: true), new ReportColumn("Time", Right: true), new ReportColumn("An hour", Right: true), new ReportColumn("Accelerators"),
            new ReportColumn("Offer"), new ReportColumn("Speed known from"), new ReportColumn("Price of"), new ReportColumn("Why not"));
        for (var i = 0; i < Math.Min(RowsMost, planned.Plan.Ranked.Length); i++)
        {
            var (each, _, beaten, isOnFrontier) = planned.Plan.Ranked[i];
            string[] cells =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture), OfferWords.Money(each.Cost.Expected), OfferWords.Range(each.Cost), OfferWords.Time(each.Time.Expected), MoneyText.Rate(each.Rate.PerHour.NanoUsd), OfferWords.Accelerators(each.Quote.Offer),
                each.Quote.Offer.Key.Value, OfferWords.Way(each.Speed), TimeText.Day(each.Quote.Provenance.AsOf), isOnFrontier ? "on the frontier" : beaten is null ? "free, within its limits" : OfferWords.Beaten(each, beaten),
            ];
            if (isOnFrontier) table.BestRow(cells);
            else table.Row(cells);
        }

        return table;
    }

    private static ReportTable Parts(PlannedTask planned)
    {
        var table = new ReportTable("Parts", new ReportColumn("Part"), new ReportColumn("Time on each machine", Right: true), new ReportColumn("Cost", Right: true));
        foreach (var part in planned.Plan.Picks[0].Estimate.Parts) table.Row(part.Name, part.Time is { } time ? OfferWords.Time(time) : "", OfferWords.Money(part.Cost));
        return table;
    }

    private static ReportTable Assumptions(PlannedTask planned)
    {
        var table = new ReportTable("Assumptions", new ReportColumn("Name"), new ReportColumn("Value", Right: true), new ReportColumn("What it is"), new ReportColumn("Source"));
        foreach (var each in planned.Assumed.All) table.Row(each.Name, each.Value.ToString("#,0.####", CultureInfo.InvariantCulture), each.Why, each.Source);
        return table;
    }

    private static string Accuracy(double median, double p90, string how) => $"That way was off by {MoneyText.Percent(median)} in half of the cases and by {MoneyText.Percent(p90)} at most in nine of ten ({how}).";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
