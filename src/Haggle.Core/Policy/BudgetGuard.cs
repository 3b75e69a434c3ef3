using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Policy;

/// <summary>
/// Keeps a run's bill within its budget: the program is told to stop while its grace can still be paid, its machines are given back while their ending can
/// still be paid, whatever they are doing, no billing step is begun that the budget does not pay, and nothing is rented of which it does not pay the least.
/// A machine whose bill its provider has not shown yet counts from the intent to have it. What no guard can know is a price that has risen and is not in
/// the provider's list yet.
/// </summary>
public static class BudgetGuard
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(30);
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The last instant, to the millisecond, at which every machine of the run can be asked to end so that the bill keeps within the budget: now when it is too
    /// late, at most 30 days from now; null when no budget binds.
    /// </summary>
    public static DateTimeOffset? GiveBackAt(Run run, DeciderInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(input);
        if (run.Job.Budget is not { } budget || !run.AllSlots.Any(Costs)) return null;
        if (OwedAtMost(run, input, now, TimeSpan.Zero) > budget) return now;

        // What is owed only grows with the time to the end, by steps: the last instant before the step that is too many is found by halving.
        var (paid, unpaid) = (0L, Horizon.Ticks / Resolution.Ticks);
        if (OwedAtMost(run, input, now, Horizon) <= budget) return now + Horizon;
        while (unpaid - paid > 1)
        {
            var middle = paid + ((unpaid - paid) / 2);
            if (OwedAtMost(run, input, now, Resolution * middle) <= budget) paid = middle;
            else unpaid = middle;
        }

        return now + (Resolution * paid);
    }

    /// <summary>
    /// The instant at which the program must be told to stop, so that its grace and its last log bytes still have their time before <see cref="GiveBackAt"/>;
    /// null when no budget binds.
    /// </summary>
    public static DateTimeOffset? StopAt(Run run, DeciderInput input, DateTimeOffset now)
    {
        if (GiveBackAt(run, input, now) is not { } at) return null;
        var fetching = run.AllSlots.Max(s => input.PatienceWith(s.Quote.Offer.Provider).Fetching);
        var stop = at - input.Policy.Grace - fetching;
        return stop < now ? now : stop;
    }

    /// <summary>Whether the rest of the budget pays for renting a quote's machines for a program's grace and their ending, or for the least that is billed.</summary>
    public static bool Affords(Run run, Quote quote, DeciderInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(input);
        if (run.Job.Budget is not { } budget || quote.Rate == HourlyRate.Free) return true;
        var patience = input.PatienceWith(quote.Offer.Provider);
        var least = Priced(quote, input.Policy.Grace + patience.Fetching + patience.Ending);
        return OwedAtMost(run, input, now, TimeSpan.Zero) + (least * run.Job.Nodes) < budget;
    }

    /// <summary>What of the budget is left for what is still to be done, once the present machines are ended and paid; null without a budget, never negative.</summary>
    public static Money? Left(Run run, DeciderInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(input);
        if (run.Job.Budget is not { } budget) return null;
        var owed = OwedAtMost(run, input, now, TimeSpan.Zero);
        return owed < budget ? budget - owed : Money.Zero;
    }

    /// <summary>What will be owed at most for all machines, those of the past included, if the present ones are asked to end after a time.</summary>
    private static Money OwedAtMost(Run run, DeciderInput input, DateTimeOffset now, TimeSpan after)
    {
        var owed = run.Spent;
        foreach (var slot in run.AllSlots)
        {
            var patience = input.PatienceWith(slot.Quote.Offer.Provider);
            if (slot.Meter.From is not null)
            {
                var until = slot.Meter.To is null ? now + after + patience.Ending : DateTimeOffset.MaxValue;
                owed += Meter.Owed(slot.Meter, slot.Quote.Offer, until) - slot.Meter.Accrued;
            }
            else if (slot.MayExist)
            {
                // It may run unseen since the intent, but no longer than the provider's list can be behind.
                var unseen = now - slot.IntendedAt;
                if (unseen > patience.Told) unseen = patience.Told;
                owed += Priced(slot.Quote, (unseen > TimeSpan.Zero ? unseen : TimeSpan.Zero) + after + patience.Ending);
            }
        }

        return owed;
    }

    private static Money Priced(Quote quote, TimeSpan here) => quote.Rate * quote.Offer.Billing.Billed(here * Math.Max(1, quote.Offer.Pace));

    /// <summary>Whether the machine's part of the bill may still grow, and with time.</summary>
    private static bool Costs(Slot slot) => slot.Meter switch
    {
        { From: null } => slot.MayExist && slot.Quote.Rate > HourlyRate.Free,
        { To: null, Rates: [.., var last] } => last.Rate > HourlyRate.Free,
        _ => false,
    };
}
