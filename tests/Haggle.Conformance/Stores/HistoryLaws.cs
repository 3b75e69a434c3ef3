using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using static Haggle.Conformance.Stores.StoreConformance;

namespace Haggle.Conformance.Stores;

/// <summary>Laws about events, the ledger and ended attempts.</summary>
internal static class HistoryLaws
{
    public static readonly ImmutableArray<Func<StoreConformance, Task>> All =
    [
        Events_come_oldest_first_and_once,
        Ledger_lines_come_oldest_first_once_and_exact,
        Ended_attempts_come_oldest_first,
    ];

    private static async Task Events_come_oldest_first_and_once(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var other = await Sample.AddAsync(store, "two");

        // The order is that of the saves, not that of the instants.
        RunEvent[] events = [Sample.Event(run, "a", 5), Sample.Event(run, "b", 1), Sample.Event(run, "ü\n'c'", 3)];
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run), Events = [events[0], events[1]] });
        await SavedAsync(store, new RunChange { Next = Sample.Next(other), Events = [Sample.Event(other, "other")] });
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run), Events = [events[2]] });
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) });
        SameItems(events, await store.EventsAsync(run.Id, CancellationToken.None), "events");
    }

    private static async Task Ledger_lines_come_oldest_first_once_and_exact(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var other = await Sample.AddAsync(store, "two");
        var first = Sample.Entry(run, 1);
        var huge = Sample.Entry(run, long.MaxValue, 1);
        var back = Sample.Entry(run, -5, 2);
        var foreign = Sample.Entry(other, 7, 1);
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Spent = first.Amount }, Entries = [first, first] });
        await SavedAsync(store, new RunChange { Next = Sample.Next(other), Entries = [foreign] });
        await SavedAsync(store, new RunChange { Next = Sample.Next(run), Entries = [huge, back] });
        SameItems([first, first, huge, back], await store.LedgerAsync(run.Id, CancellationToken.None), "lines of one run");
        SameItems([first, first, foreign, huge, back], await store.LedgerAsync(null, CancellationToken.None), "lines of all runs");
    }

    private static async Task Ended_attempts_come_oldest_first(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            var attempt = Sample.Attempt(epoch, Sample.Slot(store, run, epoch, 0, SlotState.Ending));
            run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Epoch = epoch }, Ended = new AttemptRecord(attempt, AttemptEnd.Reclaimed, Sample.Noon.AddHours(epoch)) });
        }

        var found = await store.AttemptsAsync(run.Id, CancellationToken.None);
        SameItems([1, 2, 3], found.Select(record => record.Attempt.Epoch), "epochs");
        SameItems([1, 2, 3], found.Select(record => (record.EndedAt - Sample.Noon).Hours), "instants");
        var recent = await store.RecentAttemptsAsync(2, CancellationToken.None);
        SameItems([3, 2], recent.Select(past => past.Record.Attempt.Epoch), "the newest attempts of all runs, newest first");
        Check(recent.All(past => past.Run == run.Id && !past.IsRehearsal), "a past attempt belongs to another run, or to a rehearsal");
        Check(found.All(record => record.Attempt.Slots is [{ State: SlotState.Ending }] && record.End is AttemptEnd.Reclaimed), "an attempt lost its slot or its end");
    }
}
