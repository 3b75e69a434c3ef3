using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Wire.Rest;

namespace Haggle.Server.Mapping;

/// <summary>
/// A run's bill: one line for each machine. The amounts are the ledger's; for machines that go on, what is owed since the last line is added,
/// so that the lines add up to what is owed at this instant.
/// </summary>
internal static class BillMapping
{
    public static BillMessage Of(
        Run run, ImmutableArray<AttemptRecord> ended, ImmutableArray<LedgerEntry> ledger, RunSource? source, HourlyRate? onDemand, DateTimeOffset now)
    {
        var booked = ledger.GroupBy(e => e.Token).ToDictionary(g => g.Key, g => g.Aggregate(Money.Zero, (sum, e) => sum + e.Amount));
        var billed = ledger.GroupBy(e => e.Token).ToDictionary(g => g.Key, g => g.Last());
        var lines = new List<BillLineMessage>();
        foreach (var record in ended)
            foreach (var slot in record.Attempt.Slots)
                lines.Add(Line(RunFacts.Find(run, slot.Token) ?? Closed(slot, record, billed), record.End, booked, now));
        foreach (var slot in run.Attempt?.Slots ?? [])
            lines.Add(Line(slot, run.Attempt!.Stopping, booked, now));
        var total = lines.Sum(l => l.CostNanoUsd);
        var ran = run.RanBefore + (run.Attempt?.RunningSince is { } since ? (now - since) * Pace(run) : TimeSpan.Zero);
        var without = WithoutReclaims(run, ended, onDemand);
        return new BillMessage
        {
            Run = run.Id.Value,
            Name = run.Job.Name,
            IsFinal = run.Phase is RunPhase.Ended,
            Now = now,
            Outcome = run.Outcome is { } outcome ? WireWords.Of(outcome) : null,
            Rehearsal = RunMapping.Rehearsal(run.Job.Rehearsal),
            Lines = [.. lines.Where(l => l.Machine.Length > 0 || l.CostNanoUsd != 0)],
            TotalNanoUsd = total,
            Estimate = RunMapping.Estimate(source),
            BudgetNanoUsd = run.Job.Budget?.NanoUsd,
            Reclaims = run.Reclaims,
            ProgramSeconds = ran.TotalSeconds,
            RepeatedSeconds = Repeated(run)?.TotalSeconds,
            OnDemandCostNanoUsd = without?.NanoUsd,
            SavedBySpotNanoUsd = without?.NanoUsd - total,
        };
    }

    private static BillLineMessage Line(Slot slot, AttemptEnd? end, Dictionary<LaunchToken, Money> booked, DateTimeOffset now)
    {
        var offer = slot.Quote.Offer;
        var meter = slot.Meter;
        var open = meter.To is null ? Meter.Owed(meter, offer, now) - meter.Accrued : Money.Zero;
        var last = meter.To ?? now;
        var time = meter.From is { } from ? offer.Billing.Billed((last > from ? last - from : TimeSpan.Zero) * Math.Max(1, offer.Pace)) : TimeSpan.Zero;
        return new BillLineMessage
        {
            Epoch = slot.Epoch,
            Rank = slot.Rank,
            Machine = slot.Machine?.Value ?? "",
            Offer = RunMapping.OfferName(slot.Quote),
            Purchase = WireWords.Of(offer.Purchase),
            RateNanoUsdPerHour = (meter.Rates is [.., var rate] ? rate.Rate : slot.Quote.Rate).PerHour.NanoUsd,
            From = meter.From,
            To = meter.To,
            BilledSeconds = time.TotalSeconds,
            CostNanoUsd = (booked.GetValueOrDefault(slot.Token) + open).NanoUsd,
            End = end is { } why ? WireWords.Of(why) : "",
        };
    }

    /// <summary>
    /// A machine that the run has forgotten is gone; until when it was billed stands in the ledger's last line for it. One without a line owed nothing:
    /// it is shown until its attempt was over.
    /// </summary>
    private static Slot Closed(Slot slot, AttemptRecord record, Dictionary<LaunchToken, LedgerEntry> billed) => slot with
    {
        Meter = billed.TryGetValue(slot.Token, out var last)
            ? slot.Meter with { From = last.From, To = last.Until }
            : slot.Meter with { To = record.EndedAt },
    };

    /// <summary>
    /// What the same work would have cost on the same machines on demand: one start-up, then the program without a break and without anything done twice.
    /// Null when the price is not known or the run has not finished.
    /// </summary>
    private static Money? WithoutReclaims(Run run, ImmutableArray<AttemptRecord> ended, HourlyRate? onDemand)
    {
        if (onDemand is not { } rate || run.Outcome is not RunOutcome.Succeeded || ended.IsEmpty) return null;
        var first = ended.FirstOrDefault(a => a.Attempt.RunningSince is not null)?.Attempt;
        if (first is null) return null;
        var startUp = (first.RunningSince!.Value - first.DecidedAt) * Pace(run);
        var work = run.RanBefore - (Repeated(run) ?? TimeSpan.Zero);
        return rate * first.Slots[0].Quote.Offer.Billing.Billed(startUp + (work > TimeSpan.Zero ? work : TimeSpan.Zero)) * run.Job.Nodes;
    }

    /// <summary>Work done more than once: the program's time beyond what its steps take at the pace it showed. Null when it told no steps.</summary>
    private static TimeSpan? Repeated(Run run)
    {
        if (run.Progress is not { } progress || run.SecondsPerStep is not { } each) return null;
        var repeated = run.RanBefore - TimeSpan.FromSeconds(Math.Min(1e9, progress.Step * each));
        return run.Epoch <= 1 || repeated < TimeSpan.Zero ? TimeSpan.Zero : repeated;
    }

    private static int Pace(Run run) => Math.Max(1, run.Job.Rehearsal?.Pace ?? 1);
}
