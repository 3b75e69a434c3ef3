using Haggle.Cli.Charts;
using Haggle.Core.Economics.Training;
using Haggle.Core.Units;

namespace Haggle.Cli.Planning;

/// <summary>The two charts of a plan: what it costs against how long it takes, with the frontier; and what an hour costs against how long it takes.</summary>
internal static class TrainingCharts
{
    public static Chart CostAgainstTime(PlannedTask planned)
    {
        var frontier = planned.Plan.Frontier.Where(IsPaid).Select(each => new ChartPoint(each.Time.Expected.TotalHours, Usd(each.Cost.Expected), Label(each))).ToArray();
        var others = Paid(planned).Where(each => each.BeatenBy is not null).Select(each => new ChartPoint(each.Estimate.Time.Expected.TotalHours, Usd(each.Estimate.Cost.Expected))).ToArray();
        return Chart.Scatter("What the training costs, by how long it takes", TimeAxis, new Axis("$ for the whole training", AxisText.Usd) { IsLog = true }, others, frontier) with
        {
            Description = $"{planned.Plan.Fitting} offers fit; {planned.Plan.Frontier.Length} of them are on the frontier, where nothing is both cheaper and faster.",
        };
    }

    public static Chart RateAgainstTime(PlannedTask planned)
    {
        var frontier = planned.Plan.Frontier.Select(each => each.Quote.Offer.Key).ToHashSet();
        ChartPoint Point(RankedEstimate each, bool labelled) => new(each.Estimate.Time.Expected.TotalHours, Usd(each.Estimate.Rate.PerHour), labelled ? Label(each.Estimate) : "");
        var all = Paid(planned).ToArray();
        return new Chart(
            "What an hour costs, by how long the training takes", TimeAxis, new Axis("$ an hour", AxisText.Usd) { IsLog = true },
            [
                new Series("not on the frontier of cost", SeriesShape.Points, [.. all.Where(each => !frontier.Contains(each.Estimate.Quote.Offer.Key)).Select(each => Point(each, false))]) { IsFaint = true },
                new Series("on the frontier of cost", SeriesShape.Points, [.. all.Where(each => frontier.Contains(each.Estimate.Quote.Offer.Key)).Select(each => Point(each, true))]) { MarksPoints = true },
            ])
        {
            Description = "A low price per hour is worth nothing where the training takes many hours.",
        };
    }

    private static Axis TimeAxis => new("time to train", Hours) { IsLog = true };

    // Round numbers of hours stay round; as days they would not.
    private static string Hours(double hours) => hours >= 1 ? AxisText.Number(hours) + "h" : AxisText.Hours(hours);

    private static IEnumerable<RankedEstimate> Paid(PlannedTask planned) => planned.Plan.Ranked.Where(each => IsPaid(each.Estimate));

    // What is free has no place on a logarithmic axis.
    private static bool IsPaid(TrainingEstimate each) => each.Cost.Expected > Money.Zero && each.Rate > HourlyRate.Free;

    private static string Label(TrainingEstimate each) => OfferWords.Accelerators(each.Quote.Offer) + (each.Quote.Offer.CanBeReclaimed ? " spot" : "");

    private static double Usd(Money money) => (double)money.ToUsd();
}
