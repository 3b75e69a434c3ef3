using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Policy;

/// <summary>
/// Keeps a run within its budget: the program is told to stop early enough that its grace is still paid for, and nothing is rented that the
/// rest of the budget cannot pay a minimum of.
/// </summary>
public static class BudgetGuard
{
    /// <summary>The instant at which the program must be told to stop; null when no budget binds.</summary>
    public static DateTimeOffset? StopAt(Run run, RunPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(policy);
        if (run.Job.Budget is not { } budget) return null;
        var burn = RunLedger.BurnRate(run).PerHour;
        if (burn <= Money.Zero) return null;
        var left = budget - RunLedger.Owed(run, now) - (RunLedger.BurnRate(run) * policy.Grace);
        if (left <= Money.Zero) return now;
        var hours = left / burn;
        return hours > 24 * 365 ? null : now + TimeSpan.FromHours(hours);
    }

    /// <summary>Whether the rest of the budget pays for renting so many machines of a quote for at least its minimum and the grace.</summary>
    public static bool Affords(Run run, Quote quote, RunPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(policy);
        if (run.Job.Budget is not { } budget || quote.Rate == HourlyRate.Free) return true;
        var least = quote.Rate * quote.Offer.Billing.Billed(policy.Grace * quote.Offer.Pace);
        return RunLedger.Owed(run, now) + (least * run.Job.Nodes) < budget;
    }
}
