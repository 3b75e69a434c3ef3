using System.Collections.Immutable;
using Haggle.Core.Ledger;

namespace Haggle.Core.Runs;

/// <summary>
/// Folds what was heard into a run. Each fold is pure, idempotent, and gives the same run back when nothing is new, so that facts may be lost,
/// doubled or come late without harm. What follows from a fact is decided elsewhere (<see cref="RunDecider"/>).
/// </summary>
public static class RunFacts
{
    /// <summary>The provider has made the machine.</summary>
    public static Run Launched(Run run, LaunchToken token, MachineId machine) => OnSlot(run, token, slot =>
    {
        if (slot.Machine is { } known)
        {
            InvariantException.ThrowUnless(known == machine, $"token {token} names two machines, {known} and {machine}");
            return slot;
        }

        return slot with { Machine = machine, State = slot.State is SlotState.Intended ? SlotState.Launched : slot.State };
    });

    /// <summary>The provider would not make the machine; it does not exist.</summary>
    public static Run NotLaunched(Run run, LaunchToken token, AttemptEnd kind, string why, DateTimeOffset? coolUntil)
    {
        var next = OnSlot(run, token, slot => slot.Machine is null && slot.MayExist
            ? slot with { State = SlotState.NeverBorn, Why = why, Failure = kind }
            : slot);
        if (ReferenceEquals(next, run) || coolUntil is not { } until) return next;
        var offer = Find(next, token)!.Quote.Offer.Key.Value;
        return Cool(next, offer, until);
    }

    /// <summary>What the provider's list says about a machine.</summary>
    public static Run Seen(Run run, MachineFact fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return OnSlot(run, fact.Token, slot =>
        {
            var meter = slot.Meter with
            {
                From = fact.BilledFrom ?? slot.Meter.From,
                To = fact.BilledTo ?? slot.Meter.To ?? (fact.Status is MachineStatus.Gone ? now : null),
                Rates = fact.Rates.IsDefaultOrEmpty ? slot.Meter.Rates : Merge(slot.Meter.Rates, fact.Rates),
            };
            var gone = fact.Status is MachineStatus.Gone;
            var mismatch = Mismatch(slot, fact);
            return slot with
            {
                Machine = slot.Machine ?? fact.Machine,
                State = gone ? SlotState.Gone : slot.State is SlotState.Intended ? SlotState.Launched : slot.State,
                Address = fact.Address.Length > 0 ? fact.Address : slot.Address,
                Queue = fact.Queue,
                LeftQueueAt = slot.LeftQueueAt ?? (slot.Queue is not null && fact.Queue is null ? now : null),
                UpAt = slot.UpAt ?? (fact.Status is MachineStatus.Running ? now : null),
                Meter = SameRates(meter, slot.Meter) ? slot.Meter : meter,
                Reclaimed = slot.Reclaimed || fact.Reclaimed,
                GoneAt = gone ? slot.GoneAt ?? fact.BilledTo ?? now : slot.GoneAt,
                Failure = slot.Failure ?? (mismatch.Length > 0 ? AttemptEnd.Mismatch : null),
                Why = slot.Failure is null && mismatch.Length > 0 ? mismatch : slot.Why,
            };
        });
    }

    /// <summary>The provider's list, complete and taken late enough to show the machine, does not have it.</summary>
    public static Run Absent(Run run, LaunchToken token, DateTimeOffset now) => OnSlot(run, token, slot =>
        !slot.MayExist ? slot
        : slot.Machine is null && slot.Meter.From is null ? slot with { State = SlotState.NeverBorn, Why = "the provider never made it" }
        : slot with { State = SlotState.Gone, GoneAt = now, Meter = slot.Meter.From is null ? slot.Meter : slot.Meter with { To = slot.Meter.To ?? now } });

    /// <summary>
    /// The provider shows a machine that was given up as never made: a create call of a server that died arrived later than anybody could wait for. The run
    /// takes it back, to have it ended and booked, and is open again until that is done; how it ended stays as it was. Nothing changes for one that owes nothing.
    /// </summary>
    /// <param name="run">The run, over or not.</param>
    /// <param name="slot">The machine as its attempt knew it last.</param>
    /// <param name="fact">What the provider's list says of it.</param>
    /// <param name="now">The instant.</param>
    public static Run MadeLate(Run run, Slot slot, MachineFact fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(fact);
        if (Find(run, slot.Token) is not null || fact is { Status: MachineStatus.Gone, BilledFrom: null }) return run;
        var ended = run.Phase is RunPhase.Ended;

        // On its way out even if it is gone: what the list says once more is folded in as of any other machine, and only that closes its row.
        var late = slot with
        {
            State = SlotState.Ending,
            Machine = fact.Machine,
            EndingSince = now,
            Why = "made after it was given up",
            Meter = new MeterReading { From = fact.BilledFrom, To = fact.BilledTo, Rates = fact.Rates.IsDefault ? [] : fact.Rates },
        };
        return run with
        {
            Phase = ended ? RunPhase.Closing : run.Phase,
            EndedAt = ended ? null : run.EndedAt,
            DueAt = now,
            Leaving = [.. run.Leaving, late],
        };
    }

    /// <summary>The machine's agent has answered.</summary>
    public static Run AgentSaid(Run run, LaunchToken token, AgentState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var next = OnSlot(run, token, slot => slot.MayExist && slot.Epoch == run.Epoch && !IsBehind(slot.Agent, state)
            ? slot with
            {
                Agent = Same(slot.Agent, state) ? slot.Agent : state,
                SilentSince = null,
                State = slot.State is SlotState.Launched ? SlotState.Ready : slot.State,
            }
            : slot);
        if (ReferenceEquals(next, run) || Find(next, token) is not { } heard || heard.Epoch != run.Epoch) return next;
        return next with
        {
            Progress = Farther(next.Progress, state.Progress),
            SecondsPerStep = SecondsPerStep(next, heard, state) ?? next.SecondsPerStep,
            Checkpoints = run.Attempt is null ? next.Checkpoints : AddCheckpoints(next.Checkpoints, state.Checkpoints, next.SealedEpoch, next.Epoch),
        };
    }

    /// <summary>The machine's agent has not answered since an instant.</summary>
    public static Run AgentSilent(Run run, LaunchToken token, DateTimeOffset since) =>
        OnSlot(run, token, slot => slot.MayExist && slot.SilentSince is null ? slot with { SilentSince = since } : slot);

    /// <summary>All of the machine's log is here.</summary>
    public static Run Drained(Run run, LaunchToken token, DateTimeOffset now) =>
        OnSlot(run, token, slot => slot.State is SlotState.Draining ? slot with { State = SlotState.Ending, EndingSince = now } : slot);

    /// <summary>The store of an attempt is sealed; these are all complete checkpoints of the run.</summary>
    public static Run Sealed(Run run, int epoch, ImmutableArray<CheckpointRef> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.SealedEpoch >= epoch) return run;
        return run with
        {
            SealedEpoch = epoch,
            Checkpoints = AddCheckpoints(run.Checkpoints, checkpoints.Where(c => c.Epoch <= epoch), 0, epoch),
        };
    }

    /// <summary>The user wants it to end. A wish can only become more urgent.</summary>
    public static Run UserStop(Run run, StopWish wish)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Phase is RunPhase.Ended || run.Stop is StopWish.AtOnce || run.Stop == wish ? run : run with { Stop = wish };
    }

    /// <summary>The slot of a token in a run; null when the run holds it no longer.</summary>
    public static Slot? Find(Run run, LaunchToken token)
    {
        ArgumentNullException.ThrowIfNull(run);
        foreach (var slot in run.AllSlots)
            if (slot.Token == token) return slot;
        return null;
    }

    internal static Run Cool(Run run, string offer, DateTimeOffset until) => run with
    {
        Cooling = [.. run.Cooling.Where(c => c.Key != offer), new KeyValuePair<string, DateTimeOffset>(offer, until)],
    };

    private static Run OnSlot(Run run, LaunchToken token, Func<Slot, Slot> fold)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Attempt is { } attempt)
        {
            for (var i = 0; i < attempt.Slots.Length; i++)
            {
                if (attempt.Slots[i].Token != token) continue;
                var next = fold(attempt.Slots[i]);
                return next == attempt.Slots[i] ? run : run with { Attempt = attempt with { Slots = attempt.Slots.SetItem(i, next) } };
            }
        }

        for (var i = 0; i < run.Leaving.Length; i++)
        {
            if (run.Leaving[i].Token != token) continue;
            var next = fold(run.Leaving[i]);
            return next == run.Leaving[i] ? run : run with { Leaving = run.Leaving.SetItem(i, next) };
        }

        return run;
    }

    private static string Mismatch(Slot slot, MachineFact fact)
    {
        var offer = slot.Quote.Offer;
        if (fact.Status is MachineStatus.Pending) return "";
        if (fact.Purchase != offer.Purchase) return $"bought as {fact.Purchase} instead of {offer.Purchase}";
        if (fact.InstanceType != offer.InstanceType) return $"is a {fact.InstanceType} instead of a {offer.InstanceType}";
        if (fact.AcceleratorCount < offer.AcceleratorCount) return $"has {fact.AcceleratorCount} accelerators instead of {offer.AcceleratorCount}";
        if (fact.Rates is [var first, ..] && slot.Meter.Rates.IsEmpty && first.Rate > slot.Quote.Rate) return $"costs {first.Rate} instead of {slot.Quote.Rate}";
        return "";
    }

    private static ImmutableArray<RateChange> Merge(ImmutableArray<RateChange> known, ImmutableArray<RateChange> told) =>
        told.Length >= known.Length ? told : known;

    private static bool SameRates(MeterReading left, MeterReading right) =>
        left with { Rates = [] } == right with { Rates = [] } && left.Rates.AsSpan().SequenceEqual(right.Rates.AsSpan());

    /// <summary>Agent states only move on: an answer that took a detour must not bring an older one back.</summary>
    private static bool IsBehind(AgentState? known, AgentState told) => known is not null && (Way(told).CompareTo(Way(known)) < 0 || told.LogLength < known.LogLength);

    /// <summary>How far an agent has come. Idle twice: before the setup, and after it, until the whole gang may start.</summary>
    private static (AgentPhase Phase, bool WaitsForGang) Way(AgentState state) =>
        state is { Phase: AgentPhase.Idle, SetupDone: true } ? (AgentPhase.SettingUp, true) : (state.Phase, false);

    private static bool Same(AgentState? left, AgentState right) => left is not null
        && left with { Checkpoints = [], Progress = null, Transfer = null } == right with { Checkpoints = [], Progress = null, Transfer = null }
        && left.Checkpoints.AsSpan().SequenceEqual(right.Checkpoints.AsSpan())
        && left.Progress?.Step == right.Progress?.Step && left.Progress?.At == right.Progress?.At;

    private static Progress? Farther(Progress? known, Progress? told) => told is null ? known : known is null || told.At >= known.At ? told : known;

    private static double? SecondsPerStep(Run run, Slot slot, AgentState state)
    {
        if (state.Progress is not { } progress || state.StartedAt is not { } started || progress.At <= started) return null;
        var from = Math.Max(0, run.Checkpoints.FirstOrDefault(c => c.Id == state.RestoredFrom)?.Step ?? 0);
        var steps = progress.Step - from;
        return steps > 0 ? (progress.At - started).TotalSeconds * Math.Max(1, slot.Quote.Offer.Pace) / steps : null;
    }

    private static ImmutableArray<CheckpointRef> AddCheckpoints(
        ImmutableArray<CheckpointRef> known, IEnumerable<CheckpointRef> told, int sealedEpoch, int epoch)
    {
        var fresh = told.Where(c => c.Epoch > sealedEpoch && c.Epoch <= epoch && !known.Any(k => k.Id == c.Id)).ToArray();
        return fresh.Length == 0 ? known : [.. known.Concat(fresh).OrderBy(c => c.Id, StringComparer.Ordinal).TakeLast(16)];
    }
}
