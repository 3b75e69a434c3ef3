using System.Globalization;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Core.Economics.Training;

/// <summary>What a rule had to say.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">Its text with the facts filled in.</param>
public sealed record PlanAdvice(PlanRule Rule, string Text)
{
    // A common notebook or small server, to say what a proof of concept would take without any GPU.
    private const int SmallCpus = 16;

    /// <summary>Everything that the rules have to say about a plan, in the order of the rules.</summary>
    public static IReadOnlyList<PlanAdvice> Of(TrainingPlan plan, TrainingTask task, TrainingAssumptions assumed, IEnumerable<PlanRule> rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(assumed);
        ArgumentNullException.ThrowIfNull(rules);
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal) { ["plan"] = Facts(plan, task, assumed) };
        foreach (var pick in plan.Picks) all[pick.Name] = Facts(pick.Estimate, task, now);
        return [.. rules.Where(rule => all.TryGetValue(rule.Of, out var facts) && rule.Holds(facts)).Select(rule => new PlanAdvice(rule, rule.Text(all[rule.Of])))];
    }

    private static Dictionary<string, string> Facts(TrainingPlan plan, TrainingTask task, TrainingAssumptions assumed)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fitting"] = Number(plan.Fitting),
            ["nodes"] = Number(task.Nodes),
            ["checkpoints"] = task.KeepsCheckpoints ? "kept" : "none",
            ["free"] = plan.Picks.Any(pick => pick.Name == "free") ? "offered" : "none",
            ["private"] = plan.Picks.Any(pick => pick.Name == "cheapest private") ? "offered" : "none",
        };
        if (task.Work.FlopsPerUnit is { } flops) facts["cpu_hours"] = Number(task.Work.Amount * flops / (assumed.GflopsPerVcpu * 1e9 * SmallCpus) / 3600);
        return facts;
    }

    private static Dictionary<string, string> Facts(TrainingEstimate estimate, TrainingTask task, DateTimeOffset now)
    {
        var (offer, terms) = (estimate.Quote.Offer, estimate.Terms);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["provider"] = terms?.Title ?? offer.Provider.Value,
            ["offer"] = offer.Key.Value,
            ["hours"] = Number(estimate.Time.Expected.TotalHours),
            ["time"] = Words.Duration(estimate.Time.Expected),
            ["usd"] = Number((double)estimate.Cost.Expected.ToUsd()),
            ["host"] = TrainingPlanner.IsPrivate(offer, terms) ? "data-centre" : (offer.Facts?.Host ?? terms?.Host) == HostKind.PrivatePerson ? "private-person" : "unknown",
            ["purchase"] = offer.Purchase switch { Purchase.Spot or Purchase.Bid => "spot", Purchase.FreeTier => "free", Purchase.Managed => "managed", Purchase.Owned => "owned", _ => "on-demand" },
            ["checkpoints"] = task.KeepsCheckpoints ? "kept" : "none",
            ["reclaims"] = Number(estimate.Reclaims),
            ["way"] = estimate.Speed.Way switch { SpeedWay.MeasuredOnOffer => "measured-on-offer", SpeedWay.MeasuredOnCard => "measured-on-card", SpeedWay.Transferred => "transferred", _ => "computed" },
            ["error_percent"] = Number(Math.Round(estimate.Speed.Accuracy.P90 * 100)),
            ["price_age_days"] = Number(Math.Floor((now - estimate.Quote.Provenance.AsOf).TotalDays)),
            ["sla"] = terms is { Sla.Length: > 0 } ? terms.Sla : "unknown",
        };
        if (AcceleratorTable.Find(offer.Accelerator) is { } card) facts["maker"] = card.Maker;
        if (terms is { Quota: not QuotaKind.Unknown }) facts["quota"] = terms.Quota switch { QuotaKind.None => "none", QuotaKind.Vcpus => "vcpus", QuotaKind.Machines => "machines", _ => "accelerators" };
        if (terms?.SetupMinutes is { } minutes) facts["setup_minutes"] = Number(minutes);
        if (terms?.SessionHours is { } session) facts["session_hours"] = Number(session);
        return facts;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
