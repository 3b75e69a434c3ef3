using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Units;

namespace Haggle.Core.Runs;

/// <summary>
/// Keeps a run's books: the lines that bring the ledger up to what the meters say. Lines are differences to what the ledger holds, so that
/// their sum is the meter's amount to the nano-dollar, however often and whenever they are written.
/// </summary>
public static class RunLedger
{
    /// <summary>What the run owes at an instant: the ledger's lines and what is not written yet.</summary>
    public static Money Owed(Run run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        var owed = run.Spent;
        foreach (var slot in run.AllSlots) owed += Meter.Owed(slot.Meter, slot.Quote.Offer, now) - slot.Meter.Accrued;
        return owed;
    }

    /// <summary>What all machines of the run that are billed now cost in one hour of the clock here.</summary>
    public static HourlyRate BurnRate(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var burn = HourlyRate.Free;
        foreach (var slot in run.AllSlots)
            if (slot.Meter is { From: not null, To: null, Rates: [.., var last] }) burn += last.Rate * slot.Quote.Offer.Pace;
        return burn;
    }

    /// <summary>
    /// Writes the lines that are due: for every machine that is gone, and for every other one when the last line is older than
    /// <paramref name="every"/> (zero: always).
    /// </summary>
    public static (Run Run, ImmutableArray<LedgerEntry> Entries) Accrue(Run run, TimeSpan every, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>();
        var spent = run.Spent;
        var isTouched = false;
        Slot Line(Slot slot)
        {
            var meter = slot.Meter;
            if (meter.From is not { } from) return slot;
            var settled = meter.To is not null;
            if (!settled && now - (meter.AccruedAt ?? from) < every) return slot;
            var until = meter.To is { } to && to < now ? to : now;
            var amount = Meter.Owed(meter, slot.Quote.Offer, settled ? DateTimeOffset.MaxValue : now) - meter.Accrued;
            if (amount == Money.Zero && settled) return slot;
            isTouched = true;

            // Nothing new is owed (billing by the hour, between two hours): looked at all the same, or the run would stay due and be looked at without end.
            if (amount == Money.Zero) return slot with { Meter = meter with { AccruedAt = now } };
            entries.Add(new LedgerEntry
            {
                Run = run.Id,
                Epoch = slot.Epoch,
                Token = slot.Token,
                Kind = amount < Money.Zero ? EntryKind.Correction : settled ? EntryKind.Settlement : EntryKind.Accrual,
                At = now,
                Until = until,
                Amount = amount,
            });
            spent += amount;
            return slot with { Meter = meter with { Accrued = meter.Accrued + amount, AccruedAt = now } };
        }

        var next = run with
        {
            Attempt = run.Attempt is { } attempt ? attempt with { Slots = [.. attempt.Slots.Select(Line)] } : null,
            Leaving = [.. run.Leaving.Select(Line)],
        };
        return !isTouched ? (run, []) : (next with { Spent = spent }, entries.ToImmutable());
    }
}
