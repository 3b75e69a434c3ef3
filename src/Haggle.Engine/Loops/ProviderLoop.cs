using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>
/// Asks one provider for its list again and again: the provider's own word on what exists and what it costs. The same pass is the sweep: a machine that bears
/// our tag and that no run holds is ended, whoever made it.
/// </summary>
internal sealed partial class ProviderLoop(
    IProvider provider, IStore store, RunBoard board, RunLoop runs, EffectRunner effects, TimeProvider time, ILogger<ProviderLoop> log)
{
    /// <summary>How often the list is asked for while this store holds nothing there: the sweep for forgotten machines.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    private readonly WakeSignal _wake = new(time);
    private readonly Dictionary<LaunchToken, DateTimeOffset> _absentSince = [];

    /// <summary>Machines of the provider's list that are gone and booked: nothing more is to be looked up about them.</summary>
    private readonly HashSet<LaunchToken> _settled = [];

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Asks for the list soon, whatever the rhythm.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Repeats the step until stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var holds = false;
            try
            {
                holds = await StepAsync(cancellationToken);
            }
            catch (ProviderException fault)
            {
                holds = true;
                LogListFailed(fault, provider.Name);
            }
            catch (StoreException fault)
            {
                holds = true;
                LogNotStored(fault, provider.Name);
            }

            // Wakes come in crowds (one from every machine that fell silent): the list is asked for once for all of them.
            await Task.Delay(provider.Traits.ListGap, time, cancellationToken);
            await _wake.WaitAsync(holds ? provider.Traits.ListEvery : SweepEvery, cancellationToken);
        }
    }

    /// <summary>One pass over the provider's list.</summary>
    /// <returns>Whether this store holds machines there.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(store.Owner, cancellationToken)) facts.Add(fact);
        var listed = facts.Select(f => f.Token).ToHashSet();
        var rows = (await store.LiveSlotsAsync(provider.Name, cancellationToken)).ToDictionary(r => r.Token);
        foreach (var fact in facts) await HearAsync(fact, rows, cancellationToken);
        foreach (var row in rows.Values.Where(r => !listed.Contains(r.Token)).OrderBy(r => r.Token.Value, StringComparer.Ordinal))
            await MissAsync(row, askedAt, cancellationToken);
        foreach (var token in _absentSince.Keys.Where(t => listed.Contains(t) || !rows.ContainsKey(t)).ToArray()) _absentSince.Remove(token);
        _settled.IntersectWith(listed);
        return rows.Count > 0;
    }

    private async Task HearAsync(MachineFact fact, Dictionary<LaunchToken, SlotRow> rows, CancellationToken cancellationToken)
    {
        var row = rows.GetValueOrDefault(fact.Token);
        if (row is null)
        {
            if (fact.Status is MachineStatus.Gone && _settled.Contains(fact.Token)) return;

            // The row may be younger than the list of rows, older than the list of machines, or missing: only then is the machine nobody's.
            row = await store.FindSlotAsync(fact.Token, cancellationToken);
            if (row is null || row.State is SlotState.Gone or SlotState.NeverBorn)
            {
                if (fact.Status is not MachineStatus.Gone) await EndOrphanAsync(fact, cancellationToken);
                if (row is { State: SlotState.NeverBorn }) await BookLateAsync(row, fact, cancellationToken);
                else _settled.Add(fact.Token);
                return;
            }
        }

        if (board.Find(row.Run) is not { } run) return;
        var now = time.GetUtcNow();
        if (ReferenceEquals(RunFacts.Seen(run, fact, now), run)) return;
        await runs.StepAsync(row.Run, r => RunFacts.Seen(r, fact, now), cancellationToken);
    }

    private async Task EndOrphanAsync(MachineFact fact, CancellationToken cancellationToken)
    {
        LogOrphan(provider.Name, fact.Machine, fact.Token);
        await provider.TerminateAsync(fact.Machine, cancellationToken);
    }

    /// <summary>A machine that counts as never made is there all the same: its run pays for it, and sees to it that it goes.</summary>
    private async Task BookLateAsync(SlotRow row, MachineFact fact, CancellationToken cancellationToken)
    {
        var attempts = await store.AttemptsAsync(row.Run, cancellationToken);
        if (attempts.SelectMany(a => a.Attempt.Slots).FirstOrDefault(s => s.Token == row.Token) is not { } slot) return;
        var now = time.GetUtcNow();
        await runs.ReopenAsync(
            row.Run,
            run => RunFacts.MadeLate(run, slot, fact, now),
            $"{provider.Name} made machine {fact.Machine} after it was given up; it is ended and its cost is booked",
            cancellationToken);
    }

    /// <summary>
    /// A machine that the list does not have is gone only when the list was asked for late enough after the last create call to show it, twice in a row.
    /// </summary>
    private async Task MissAsync(SlotRow row, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        if (board.Find(row.Run, row.Token)?.Slot is not { } slot) return;
        if (slot.State is SlotState.Intended) return;
        var last = effects.LastAsked(row.Run, row.Token) ?? (slot.IntendedAt > _startedAt ? slot.IntendedAt : _startedAt);
        if (askedAt - last < provider.Traits.ListLag) return;
        if (_absentSince.TryAdd(row.Token, askedAt)) return;
        var now = time.GetUtcNow();
        await runs.StepAsync(row.Run, r => RunFacts.Absent(r, row.Token, now), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} gave no list of machines; what is known stays as it is")]
    private partial void LogListFailed(Exception fault, Core.Market.ProviderName provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "what {Provider} said could not be stored; asked again")]
    private partial void LogNotStored(Exception fault, Core.Market.ProviderName provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider}: machine {Machine} ({Token}) belongs to no run; ended")]
    private partial void LogOrphan(Core.Market.ProviderName provider, MachineId machine, LaunchToken token);
}
