using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Policy;

namespace Haggle.Core.Runs;

/// <summary>A decision in the making: the run as it is becoming, and what is to be told and booked. Lives for one call of the decider.</summary>
internal sealed class RunDraft(Run run, DeciderInput input, DateTimeOffset now)
{
    private readonly ImmutableArray<RunEvent>.Builder _events = ImmutableArray.CreateBuilder<RunEvent>();
    private readonly ImmutableArray<LedgerEntry>.Builder _entries = ImmutableArray.CreateBuilder<LedgerEntry>();
    private readonly Run _before = run;
    private DateTimeOffset _dueAt = DateTimeOffset.MaxValue;
    private AttemptRecord? _ended;

    public Run Run { get; set; } = run;

    public DeciderInput Input { get; } = input;

    public RunPolicy Policy => Input.Policy;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The run must be looked at again at an instant, even if nothing happens.</summary>
    public void LookAgain(DateTimeOffset at)
    {
        if (at < _dueAt) _dueAt = at;
    }

    public void Tell(string kind, string text) => _events.Add(new RunEvent(Run.Id, Run.Epoch, Now, kind, text));

    /// <summary>Sets the one sentence that says why the run stands where it stands; a new sentence is told once.</summary>
    public void Because(string reason)
    {
        if (Run.Reason == reason) return;
        Run = Run with { Reason = reason };
        Tell("decision", reason);
    }

    /// <summary>Since when an agent's silence counts: not while no server listened.</summary>
    public DateTimeOffset Unheard(DateTimeOffset since) => since > Input.ListeningSince ? since : Input.ListeningSince;

    /// <summary>
    /// Until when an agent must have answered: a server that was away gives it time for a call, and what waits in its provider's queue has not begun to boot.
    /// </summary>
    public DateTimeOffset ReadyBy(Slot slot)
    {
        var patience = Input.PatienceWith(slot.Quote.Offer.Provider);
        var readyBy = slot.ReadyBy;
        if (slot.Queue is not null) readyBy = slot.IntendedAt + patience.Queue + patience.Boot;
        else if (slot.LeftQueueAt is { } left && left + patience.Boot > readyBy) readyBy = left + patience.Boot;
        return Input.ListeningSince + Policy.SilencePatience is var atLeast && atLeast > readyBy ? atLeast : readyBy;
    }

    /// <summary>Writes the ledger lines of machines that are gone, and of the others when they are due.</summary>
    public void Settle()
    {
        var (run, entries) = RunLedger.Accrue(Run, Policy.AccrueEvery, Now);
        Run = run;
        _entries.AddRange(entries);
    }

    /// <summary>
    /// Ends the live attempt: from here on its epoch is history. Its machines are on their way out; those with a program that ended in order are
    /// drained of their last log bytes first.
    /// </summary>
    public void EndAttempt(AttemptEnd end, string reason)
    {
        var attempt = Run.Attempt!;
        var lost = end is AttemptEnd.Reclaimed or AttemptEnd.MachineDied or AttemptEnd.Unreachable;
        if (lost && !Run.Job.ReplacesLost && Run.Outcome is null) Conclude(RunOutcome.Failed, reason + "; the task says not to replace it");
        _ended = new AttemptRecord(attempt, end, Now);
        var ran = attempt.RunningSince is { } since ? (Now - since) * Pace(attempt) : TimeSpan.Zero;
        var fruitless = end is AttemptEnd.Reclaimed or AttemptEnd.Moved || ran >= Policy.FruitfulAfter ? 0 : Run.FruitlessAttempts + 1;
        Run = Run with
        {
            Attempt = null,
            Phase = Run.Outcome is null ? RunPhase.Placing : RunPhase.Closing,
            Leaving = [.. Run.Leaving, .. attempt.Slots.Where(s => s.MayExist || s.Meter.From is not null).Select(Release)],
            RanBefore = Run.RanBefore + (ran > TimeSpan.Zero ? ran : TimeSpan.Zero),
            Reclaims = Run.Reclaims + (end is AttemptEnd.Reclaimed ? 1 : 0),
            FruitlessAttempts = fruitless,
            NotBefore = end is AttemptEnd.NoCapacity || fruitless == 0 ? null : Now + Policy.Backoff(fruitless),
        };
        if (end is AttemptEnd.Reclaimed) CoolReclaimed(attempt);
        Tell("attempt-ended", $"attempt {attempt.Epoch} ended ({end}): {reason}");
        if (Run.Outcome is null || Run.Reason.Length == 0) Because(reason);
    }

    /// <summary>Decides how the run ends. The live attempt must be over or stopping.</summary>
    public void Conclude(RunOutcome outcome, string reason)
    {
        Run = Run with { Outcome = Run.Outcome ?? outcome };
        Because(reason);
    }

    public Decision Finish()
    {
        Settle();
        var next = Run with { Cooling = [.. Run.Cooling.Where(c => c.Value > Now)] };
        if (next.Cooling.Length == Run.Cooling.Length) next = next with { Cooling = Run.Cooling };
        foreach (var slot in next.AllSlots)
            if (slot.Meter is { From: { } from, To: null }) LookAgain((slot.Meter.AccruedAt ?? from) + Policy.AccrueEvery);
        next = next with { DueAt = next.Phase is RunPhase.Ended ? DateTimeOffset.MaxValue : _dueAt };
        return new Decision(next == _before ? _before : next, _events.ToImmutable(), _entries.ToImmutable(), _ended);
    }

    public static int Pace(Attempt attempt) => Math.Max(1, attempt.Slots[0].Quote.Offer.Pace);

    /// <summary>What a provider is taking back, it has none of at the moment: until the machine is gone the offer is left alone.</summary>
    private void CoolReclaimed(Attempt attempt)
    {
        foreach (var slot in attempt.Slots)
            if (slot.Agent?.ReclaimAt is { } at && at > Now) Run = RunFacts.Cool(Run, slot.Quote.Offer.Key.Value, at);
    }

    private Slot Release(Slot slot)
    {
        if (slot.State is SlotState.Gone or SlotState.NeverBorn or SlotState.Ending) return slot;
        var drains = slot.State is SlotState.Ready && slot.SilentSince is null && Run.Stop is not StopWish.AtOnce;
        return drains
            ? slot with { State = SlotState.Draining, DrainUntil = Now + Policy.DrainPatience }
            : slot with { State = SlotState.Ending, EndingSince = Now };
    }
}
