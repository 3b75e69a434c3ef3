using System.Globalization;

namespace Haggle.Core.Policy.Placement;

/// <summary>
/// Decides for a run whose budget would not pay for the rest of its work on demand: there paying for on-demand only buys an end half way. It takes what is
/// expected to cost least of what can be taken back, and waits for it where there is none; no deadline changes that, since on-demand would not meet it either.
/// </summary>
internal static class BudgetAdvisor
{
    /// <summary>A machine on demand is left for spot that is there with this chance at least.</summary>
    private const double SureEnough = 0.5;

    /// <summary>Whether the rest of the work is expected to cost more on demand than is left of the budget, and there are other offers.</summary>
    public static bool RulesOutOnDemand(PlacementQuestion question) =>
        question is { MoneyUsd: { } money, Work: { } work, Spot.IsEmpty: false } && PlacementAdvisor.InTime(question) is { } lasting && Need(question, lasting, work.Expected) > money;

    /// <summary>Advises.</summary>
    /// <param name="question">Where the run stands; on-demand is ruled out.</param>
    /// <param name="spot">The best offer that can be had and taken back; null: none can be had.</param>
    public static PlacementAdvice Advise(PlacementQuestion question, ZoneOutlook? spot)
    {
        var (money, work) = (question.MoneyUsd!.Value, question.Work!.Expected);
        var why = $"on demand is expected to need {Usd(Need(question, PlacementAdvisor.InTime(question)!, work))} more, {Usd(money)} of the budget is left";
        if (spot is null || double.IsInfinity(spot.UsdPerHourOfWork(work)))
            return question.HoldsLasting ? new PlacementAdvice.Stay { Why = why } : PlacementAdvisor.Wait(question, PlacementAdvisor.LookEvery, why);
        if (question.HoldsLasting && spot.ChanceUp < SureEnough) return new PlacementAdvice.Stay { Why = why };
        var need = Need(question, spot, work);
        return PlacementAdvisor.Take(question, spot, need <= money ? $"{why}, spot is expected to need {Usd(need)}" : $"{why}; spot is expected to need {Usd(need)}, which it does not pay either");
    }

    // The start-up of a machine that is held is paid already.
    private static double Need(PlacementQuestion question, ZoneOutlook offer, TimeSpan work) => question.HoldsLasting && !offer.Quote.Offer.CanBeReclaimed
        ? offer.HourlyUsd * work.TotalHours / ((1 - offer.Overhead) * offer.Speed)
        : offer.UsdPerHourOfWork(work) * work.TotalHours;

    private static string Usd(double usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}");
}
