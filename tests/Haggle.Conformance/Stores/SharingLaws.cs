using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using static Haggle.Conformance.Stores.StoreConformance;

namespace Haggle.Conformance.Stores;

/// <summary>Laws about several callers, several processes and coming back.</summary>
internal static class SharingLaws
{
    public static readonly ImmutableArray<Func<StoreConformance, Task>> All =
    [
        Of_many_saves_of_one_version_exactly_one_wins,
        Many_runs_are_saved_at_once_and_none_is_lost,
        Two_that_share_a_storage_see_and_guard_the_same,
        Everything_survives_closing,
    ];

    private static async Task Of_many_saves_of_one_version_exactly_one_wins(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        for (var round = 0; round < 10; round++)
        {
            var next = Sample.Next(run);
            var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
                store.SaveAsync(new RunChange { Next = next with { Reason = $"{i}" }, Events = [Sample.Event(next, $"{i}")] }, CancellationToken.None))));
            Same(1, wins.Count(won => won), "winners");
            run = await StoredAsync(store, run);
            Same(Array.IndexOf(wins, true).ToString(System.Globalization.CultureInfo.InvariantCulture), run.Reason, "the winner's state");
        }

        Same(10, (await store.EventsAsync(run.Id, CancellationToken.None)).Length, "events of winners");
    }

    private static async Task Many_runs_are_saved_at_once_and_none_is_lost(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            var run = await Sample.AddAsync(store, $"run {i}");
            for (var step = 0; step < 10; step++)
            {
                run = await SavedAsync(store, new RunChange { Next = Sample.Next(run), Entries = [Sample.Entry(run, 1)] });
                Same(run.Version, (await StoredAsync(store, run)).Version, "version right after the save");
            }

            return run;
        })));
        foreach (var run in runs) Same(11L, (await StoredAsync(store, run)).Version, "version");
        Same(300, (await store.LedgerAsync(null, CancellationToken.None)).Length, "ledger lines");
    }

    private static async Task Two_that_share_a_storage_see_and_guard_the_same(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        if (await kit.OpenBesideAsync(store) is not { } beside) return;
        Same(store.Owner, beside.Owner, "owner");
        var run = await Sample.AddAsync(store, "one");
        Same(run.Id, (await Sample.AddAsync(beside, "one")).Id, "the run of the same submission");
        for (var round = 0; round < 10; round++)
        {
            var next = Sample.Next(run);
            var wins = await Task.WhenAll(
                Task.Run(() => store.SaveAsync(new RunChange { Next = next with { Reason = "here" } }, CancellationToken.None)),
                Task.Run(() => beside.SaveAsync(new RunChange { Next = next with { Reason = "beside" } }, CancellationToken.None)));
            Check(wins[0] != wins[1], "two won, or none");
            run = await StoredAsync(beside, run);
            Same(wins[0] ? "here" : "beside", run.Reason, "the winner's state");
            Same(run.Reason, (await StoredAsync(store, run)).Reason, "the state that the other one sees");
        }
    }

    private static async Task Everything_survives_closing(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var slot = Sample.Slot(store, run, 1, 0, SlotState.Launched);
        var saved = await SavedAsync(store, new RunChange
        {
            Next = Sample.Next(run) with { Epoch = 1, Reason = "kept", Attempt = Sample.Attempt(1, slot) },
            Events = [Sample.Event(run, "kept")],
            Entries = [Sample.Entry(run, 3)],
        });
        var owner = store.Owner;
        if (await kit.ReopenAsync(store) is not { } again) return;
        Same(owner, again.Owner, "owner");
        var found = await StoredAsync(again, run);
        Same(saved.Version, found.Version, "version");
        Same("kept", found.Reason, "reason");
        Same(slot.Machine, (await again.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).Single().Machine, "machine");
        Same(1, (await again.EventsAsync(run.Id, CancellationToken.None)).Length, "events");
        Same(3L, (await again.LedgerAsync(run.Id, CancellationToken.None)).Single().Amount.NanoUsd, "ledger");
        Same(run.Id, (await Sample.AddAsync(again, "one")).Id, "the run of the same submission");
        Check((await Sample.AddAsync(again, "two")).Id.Value > run.Id.Value, "a number was used twice");
    }
}
