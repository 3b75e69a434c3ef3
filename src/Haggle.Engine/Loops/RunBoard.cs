using System.Collections.Immutable;
using Haggle.Core.Runs;

namespace Haggle.Engine.Loops;

/// <summary>
/// The newest known state of every live run in this process, and a bell for whoever waits for a change. What stands here has been stored; the
/// agents' last words, which come more often than they are stored, stand beside it. Thread-safe.
/// </summary>
internal sealed class RunBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Entry> _entries = [];

    /// <summary>How many runs are not over.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <summary>The live runs, by number.</summary>
    public ImmutableArray<Run> All()
    {
        lock (_gate) return [.. _entries.Values.Select(e => e.Run)];
    }

    /// <summary>The newest state; null when the run is not live here.</summary>
    public Run? Find(RunId run)
    {
        lock (_gate) return _entries.TryGetValue(run.Value, out var entry) ? entry.Run : null;
    }

    /// <summary>A slot of a live run with the run; null when the run does not hold it any more.</summary>
    public (Run Run, Slot Slot)? Find(RunId run, LaunchToken token) =>
        Find(run) is { } found && RunFacts.Find(found, token) is { } slot ? (found, slot) : null;

    /// <summary>Puts up a stored state; an older version than the one that stands here is ignored.</summary>
    public void Publish(Run run)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(run.Id.Value, out var entry)) _entries[run.Id.Value] = entry = new Entry(run);
            else if (entry.Run.Version <= run.Version) entry.Run = run;
            if (run.Phase is RunPhase.Ended) _entries.Remove(run.Id.Value);
            entry.Ring();
        }
    }

    /// <summary>Notes what an agent said last, and when, without storing it.</summary>
    public void Hear(RunId run, LaunchToken token, AgentState state, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(run.Value, out var entry)) return;
            entry.Heard = entry.Heard.SetItem(token, state);
            entry.HeardAt = entry.HeardAt.SetItem(token, at);
            entry.Ring();
        }
    }

    /// <summary>The last words of the run's agents, by machine.</summary>
    public ImmutableDictionary<LaunchToken, AgentState> Heard(RunId run)
    {
        lock (_gate) return _entries.TryGetValue(run.Value, out var entry) ? entry.Heard : ImmutableDictionary<LaunchToken, AgentState>.Empty;
    }

    /// <summary>
    /// The run without the silences that are over: an agent that has answered since is not silent, though its answer could not be stored yet.
    /// </summary>
    public Run WithoutBrokenSilences(Run run)
    {
        if (!run.AllSlots.Any(s => s.SilentSince is not null)) return run;
        lock (_gate)
        {
            if (!_entries.TryGetValue(run.Id.Value, out var entry)) return run;
            foreach (var slot in run.AllSlots.Where(s => s.SilentSince is not null).ToArray())
                if (entry.HeardAt.TryGetValue(slot.Token, out var at) && at > slot.SilentSince) run = RunFacts.AgentSaid(run, slot.Token, entry.Heard[slot.Token]);
        }

        return run;
    }

    /// <summary>A task that ends at the next change of the run; null when the run is not live.</summary>
    public Task? NextChange(RunId run)
    {
        lock (_gate) return _entries.TryGetValue(run.Value, out var entry) ? entry.Bell() : null;
    }

    private sealed class Entry(Run run)
    {
        private TaskCompletionSource? _bell;

        public Run Run { get; set; } = run;

        public ImmutableDictionary<LaunchToken, AgentState> Heard { get; set; } = ImmutableDictionary<LaunchToken, AgentState>.Empty;

        public ImmutableDictionary<LaunchToken, DateTimeOffset> HeardAt { get; set; } = ImmutableDictionary<LaunchToken, DateTimeOffset>.Empty;

        public Task Bell() => (_bell ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Ring()
        {
            _bell?.TrySetResult();
            _bell = null;
        }
    }
}
