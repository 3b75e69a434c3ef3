using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Rest;

namespace Haggle.Server.Mapping;

/// <summary>Core's runs as the API tells them.</summary>
internal static class RunMapping
{
    public static RunMessage Brief(Run run, DateTimeOffset now, ImmutableDictionary<LaunchToken, AgentState> heard, RunSource? source)
    {
        var quote = run.Attempt?.Slots[0].Quote;
        return new RunMessage
        {
            Id = run.Id.Value,
            Version = run.Version,
            Name = run.Job.Name,
            Phase = WireWords.PhaseOf(run),
            Outcome = run.Outcome is { } outcome ? WireWords.Of(outcome) : null,
            Reason = run.Reason,
            ExitCode = run.ExitCode,
            User = source?.User ?? "",
            SubmittedAt = run.SubmittedAt,
            EndedAt = run.EndedAt,
            Now = now,
            Epoch = run.Epoch,
            Nodes = run.Job.Nodes,
            Offer = quote is null ? run.Job.Rehearsal?.Offer ?? "" : OfferName(quote),
            Purchase = quote is null ? "" : WireWords.Of(quote.Offer.Purchase),
            RateNanoUsdPerHour = quote is null ? 0 : (quote.Rate * run.Job.Nodes).PerHour.NanoUsd,
            Rehearsal = Rehearsal(run.Job.Rehearsal),
            Reclaims = run.Reclaims,
            Progress = Progress(run, heard),
            SpentNanoUsd = run.Spent.NanoUsd,
            OwedNanoUsd = RunLedger.Owed(run, now).NanoUsd,
            Estimate = Estimate(source),
            BudgetNanoUsd = run.Job.Budget?.NanoUsd,
            Deadline = run.Job.Deadline,
            StopWish = run.Stop switch { StopWish.Gracefully => "gracefully", StopWish.AtOnce => "at-once", _ => null },
            NextLookAt = run.Attempt is null && run.Phase is not RunPhase.Ended ? run.DueAt : null,
        };
    }

    public static RunMessage Full(
        Run run, ImmutableArray<AttemptRecord> ended, DateTimeOffset now, ImmutableDictionary<LaunchToken, AgentState> heard, RunSource? source)
    {
        var attempts = ended.Select(a => Attempt(run, a.Attempt, a.End, a.EndedAt, now, heard));
        if (run.Attempt is { } live) attempts = attempts.Append(Attempt(run, live, live.Stopping, null, now, heard));
        var all = attempts.ToArray();
        var brief = Brief(run, now, heard, source);
        var last = ended.IsEmpty ? null : ended[^1].Attempt.Slots[0].Quote;
        return brief with
        {
            Attempts = all,
            Offer = run.Attempt is null && last is not null ? OfferName(last) : brief.Offer,
            Purchase = run.Attempt is null && last is not null ? WireWords.Of(last.Offer.Purchase) : brief.Purchase,
            Checkpoints = [.. run.Checkpoints.Select(c => new CheckpointView { Id = c.Id, Epoch = c.Epoch, Step = c.Step < 0 ? null : c.Step, Bytes = c.Bytes, SavedAt = c.SavedAt })],
        };
    }

    public static RehearsalMessage? Rehearsal(Rehearsal? rehearsal) => rehearsal is null ? null : new RehearsalMessage
    {
        Offer = rehearsal.Offer,
        Pace = rehearsal.Pace,
        PatternSource = rehearsal.PatternSource,
        NoticeSeconds = rehearsal.Notice.TotalSeconds,
    };

    public static EstimateMessage? Estimate(RunSource? source) =>
        string.IsNullOrEmpty(source?.Estimate) ? null : JsonSerializer.Deserialize(source.Estimate, RestJson.Default.PlanMessage)?.Estimate;

    public static string OfferName(Quote quote) => quote.Offer.Key.Value;

    private static AttemptMessage Attempt(Run run, Attempt attempt, AttemptEnd? end, DateTimeOffset? endedAt, DateTimeOffset now, ImmutableDictionary<LaunchToken, AgentState> heard)
    {
        var quote = attempt.Slots[0].Quote;
        return new AttemptMessage
        {
            Epoch = attempt.Epoch,
            Offer = OfferName(quote),
            Purchase = WireWords.Of(quote.Offer.Purchase),
            RateNanoUsdPerHour = (quote.Rate * attempt.Slots.Length).PerHour.NanoUsd,
            DecidedAt = attempt.DecidedAt,
            RunningSince = attempt.RunningSince,
            EndedAt = endedAt,
            End = end is { } why ? WireWords.Of(why) : "",
            RestoredFrom = attempt.Slots[0].Agent?.RestoredFrom ?? "",
            Machines = [.. attempt.Slots.Select(s => Machine(RunFacts.Find(run, s.Token) ?? s, endedAt, now, heard.GetValueOrDefault(s.Token)?.Transfer))],
        };
    }

    private static MachineMessage Machine(Slot slot, DateTimeOffset? endedAt, DateTimeOffset now, StoreTransfer? transfer) => new()
    {
        Transfer = transfer is null || endedAt is not null
            ? null
            : new TransferView { What = transfer.What, BytesDone = transfer.BytesDone, BytesTotal = transfer.BytesTotal, BytesPerSecond = transfer.BytesPerSecond, Trouble = transfer.Trouble },
        Rank = slot.Rank,
        Token = slot.Token.Value,
        Machine = slot.Machine?.Value ?? "",
        Address = slot.Address,
        State = WireWords.Of(slot.State),
        AgentPhase = slot.Agent is { } agent ? WireWords.Of(agent.Phase) : "",
        Why = slot.Why.Length > 0 ? slot.Why : slot.Agent?.Why ?? "",
        UpAt = slot.UpAt,
        GoneAt = slot.GoneAt ?? (slot.MayExist ? null : endedAt),
        ReclaimAt = slot.Agent?.ReclaimAt,
        SilentSince = slot.SilentSince,
        QueueReason = slot.Queue?.Reason,
        QueuePosition = slot.Queue?.Position,
        StartsAt = slot.Queue?.StartsAt,
        OwedNanoUsd = Meter.Owed(slot.Meter, slot.Quote.Offer, now).NanoUsd,
    };

    private static ProgressView? Progress(Run run, ImmutableDictionary<LaunchToken, AgentState> heard)
    {
        var progress = run.Progress;
        foreach (var slot in run.Attempt?.Slots ?? [])
            if (heard.GetValueOrDefault(slot.Token)?.Progress is { } told && (progress is null || told.At > progress.At)) progress = told;
        if (progress is null) return null;
        var pace = Math.Max(1, run.Job.Rehearsal?.Pace ?? 1);
        return new ProgressView
        {
            Step = progress.Step,
            Of = progress.Of,
            Loss = progress.Loss,
            Rate = progress.Rate,
            RateUnit = progress.RateUnit,
            Phase = progress.Phase is { Length: > 0 } phase ? phase : null,
            PhaseSeconds = progress.PhaseSeconds.IsDefaultOrEmpty ? null : progress.PhaseSeconds.ToDictionary(p => p.Key, p => p.Value),
            Metrics = progress.Metrics.IsEmpty ? null : progress.Metrics.ToDictionary(m => m.Key, m => m.Value),
            At = progress.At,
            RemainingSeconds = progress.Of is { } of && run.SecondsPerStep is { } each && of > progress.Step ? (of - progress.Step) * each / pace : null,
        };
    }
}
