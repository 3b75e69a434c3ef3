using System.Globalization;
using Haggle.Cli.Charts;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Training;

namespace Haggle.Cli.Planning;

/// <summary>A plan in the terminal: the work, the ranked table, the picks, the chart, the advice.</summary>
internal static class TrainingPlanView
{
    private const int ReasonsShown = 6;

    public static void Write(Page page, PlannedTask planned)
    {
        var (plan, task) = (planned.Plan, planned.Task);
        page.Wrapped(task.Work.Told + (task.Nodes > 1 ? $", on {task.Nodes} machines at once" : ""), Ink.Strong);
        page.Blank();
        if (plan.Fitting == 0)
        {
            page.Wrapped($"None of {plan.Looked} offers would do.", Ink.Bad);
            Reasons(page, plan);
            page.Wrapped(plan.Nearest, Ink.Plain, "Nearest: ", 9);
            return;
        }

        Table(page, plan, planned.Listed);
        Picks(page, plan);
        Forecast(page, planned);
        if (plan.Frontier.Length > 1)
        {
            page.Blank();
            TerminalChart.Write(page, TrainingCharts.CostAgainstTime(planned));
        }

        OffTheFrontier(page, plan);
        Breakdown(page, plan.Picks[0]);
        Advise(page, planned);
        page.Blank();
        page.Wrapped($"{plan.Fitting} of {plan.Looked} offers would do.", Ink.Faint);
        Reasons(page, plan);
        foreach (var assumed in task.Work.Assumed) page.Wrapped(assumed, Ink.Faint, "Assumed: ", 9);
        if (planned.Note.Length > 0) page.Wrapped(planned.Note, Ink.Faint, "Note: ", 6);
    }

    private static void Table(Page page, TrainingPlan plan, int listed)
    {
        var table = new TextTable(
            new Column("", Right: true), new Column("COST", Right: true), new Column("RANGE", Right: true), new Column("TIME", Right: true), new Column("$/H", Right: true, Leaves: 3),
            new Column("GPU"), new Column("OFFER", Folds: true), new Column("SPEED KNOWN FROM", Leaves: 4), new Column("PRICE OF", Leaves: 5));
        for (var i = 0; i < Math.Min(listed, plan.Ranked.Length); i++)
        {
            var (each, _, _, isOnFrontier) = plan.Ranked[i];
            table.Row(
                (i + 1).ToString(CultureInfo.InvariantCulture) + (isOnFrontier ? "*" : " "),
                new Inked(OfferWords.Money(each.Cost.Expected), isOnFrontier ? Ink.Good : Ink.Plain), new Inked(OfferWords.Range(each.Cost), Ink.Faint), OfferWords.Time(each.Time.Expected),
                MoneyText.Rate(each.Rate.PerHour.NanoUsd).Replace("/h", "", StringComparison.Ordinal), OfferWords.Accelerators(each.Quote.Offer), OfferWords.Machine(each.Quote.Offer),
                new Inked(OfferWords.Way(each.Speed), Ink.Faint), new Inked(TimeText.Day(each.Quote.Provenance.AsOf)[..7], Ink.Faint));
        }

        page.Table(table);
        var hidden = plan.LeftOut + Math.Max(0, plan.Ranked.Length - listed);
        var more = hidden > 0 ? $"; {hidden} more machines with --limit" : "";
        page.Wrapped($"* on the frontier: nothing that costs money is both cheaper and faster{more}. Range: what nine of ten cases lie between.", Ink.Faint);
    }

    private static void Picks(Page page, TrainingPlan plan)
    {
        page.Blank();
        var table = new TextTable(new Column("PICK"), new Column("COST", Right: true), new Column("TIME", Right: true), new Column("OFFER", Folds: true), new Column("WHY", Folds: true));
        foreach (var pick in plan.Picks)
            table.Row(new Inked(pick.Name, Ink.Strong), OfferWords.Money(pick.Estimate.Cost.Expected), OfferWords.Time(pick.Estimate.Time.Expected), OfferWords.Accelerators(pick.Estimate.Quote.Offer) + ", " + OfferWords.Machine(pick.Estimate.Quote.Offer), new Inked(pick.Why, Ink.Faint));
        page.Table(table);
    }

    private static void Forecast(Page page, PlannedTask planned)
    {
        if (planned.Forecast is not { } forecast) return;
        page.Blank();
        page.Wrapped(PlanView.ForecastText(DeadlineForecast.Message(forecast)) + ".", forecast.IsPossible ? Ink.Plain : Ink.Bad, "By the deadline: ", 17);
    }

    private static void OffTheFrontier(Page page, TrainingPlan plan)
    {
        var off = plan.Ranked.Select((each, i) => (each, i)).Where(each => each.each.BeatenBy is not null).Take(3).ToArray();
        if (off.Length == 0) return;
        page.Blank();
        page.Line(new Inked("Off the frontier", Ink.Strong));
        foreach (var (each, i) in off) page.Wrapped(OfferWords.Beaten(each.Estimate, each.BeatenBy!), Ink.Plain, $"  {i + 1}: ", 5);
    }

    private static void Breakdown(Page page, PlanPick pick)
    {
        page.Blank();
        page.Line(new Inked($"What the {pick.Name} is made of", Ink.Strong));
        var table = new TextTable(new Column("PART"), new Column("TIME", Right: true), new Column("COST", Right: true)) { Indent = 2 };
        foreach (var part in pick.Estimate.Parts) table.Row(part.Name, part.Time is { } time ? OfferWords.Time(time) : "", OfferWords.Money(part.Cost));
        page.Table(table);
        page.Wrapped("Speed " + pick.Estimate.Speed.How + ".", Ink.Faint, "  ", 2);
        if (pick.Estimate.Reclaims >= 0.01)
        {
            var every = pick.Estimate.CheckpointEvery is { } interval ? $", a checkpoint every {OfferWords.Time(interval)}" : ", and no checkpoints";
            page.Wrapped($"Counted with {pick.Estimate.Reclaims.ToString("0.##", CultureInfo.InvariantCulture)} expected reclaims{every}.", Ink.Faint, "  ", 2);
        }
    }

    private static void Advise(Page page, PlannedTask planned)
    {
        if (planned.Advice.Count == 0) return;
        page.Blank();
        page.Line(new Inked("Advice", Ink.Strong));
        foreach (var advice in planned.Advice)
        {
            page.Wrapped(advice.Text, Ink.Plain, "  - ", 4);
            page.Wrapped($"{advice.Rule.Why} ({advice.Rule.Source})", Ink.Faint, "    ", 4);
        }
    }

    private static void Reasons(Page page, TrainingPlan plan)
    {
        foreach (var reason in plan.Rejected.Take(ReasonsShown)) page.Wrapped($"{reason.Count} {reason.Reason}", Ink.Faint, "  ", 4);
        var rest = plan.Rejected.Skip(ReasonsShown).Sum(reason => reason.Count);
        if (rest > 0) page.Wrapped($"{rest} for other reasons (--json lists them)", Ink.Faint, "  ", 4);
    }
}
