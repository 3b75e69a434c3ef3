using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using static Haggle.Conformance.Stores.StoreConformance;

namespace Haggle.Conformance.Stores;

/// <summary>Laws about the rows of what may cost money.</summary>
internal static class SlotLaws
{
    public static readonly ImmutableArray<Func<StoreConformance, Task>> All =
    [
        An_intended_machine_is_a_live_row,
        Machines_that_are_leaving_are_live_rows,
        Live_rows_are_those_of_the_provider,
        A_row_follows_its_slot_and_is_never_lost,
        A_slot_that_the_run_holds_no_more_is_over_and_still_found,
        A_slot_whose_machine_nobody_ever_saw_and_that_cost_nothing_was_never_born,
    ];

    private static async Task An_intended_machine_is_a_live_row(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var slot = Sample.Slot(store, run, 1, 0, SlotState.Intended);
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Epoch = 1, Attempt = Sample.Attempt(1, slot) } });
        var row = new SlotRow(slot.Token, run.Id, 1, 0, Sample.Cheap, null, SlotState.Intended);
        SameItems([row], await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None), "live rows");
        Same(row, await store.FindSlotAsync(slot.Token, CancellationToken.None), "the row of the token");
    }

    private static async Task Machines_that_are_leaving_are_live_rows(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        await SavedAsync(store, new RunChange
        {
            Next = Sample.Next(run) with
            {
                Epoch = 2,
                Attempt = Sample.Attempt(2, Sample.Slot(store, run, 2, 0, SlotState.Ready), Sample.Slot(store, run, 2, 1, SlotState.Launched)),
                Leaving = [Sample.Slot(store, run, 1, 0, SlotState.Ending), Sample.Slot(store, run, 1, 1, SlotState.Draining)],
            },
        });
        SameItems(
            [(1, 0, SlotState.Ending), (1, 1, SlotState.Draining), (2, 0, SlotState.Ready), (2, 1, SlotState.Launched)],
            (await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).Select(row => (row.Epoch, row.Rank, row.State)).Order(), "live rows");
    }

    private static async Task Live_rows_are_those_of_the_provider(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var other = await Sample.AddAsync(store, "two");
        var cheap = Sample.Slot(store, run, 1, 0, SlotState.Launched, Sample.Cheap);
        var dear = Sample.Slot(store, other, 1, 0, SlotState.Launched, Sample.Dear);
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Attempt = Sample.Attempt(1, cheap) } });
        await SavedAsync(store, new RunChange { Next = Sample.Next(other) with { Attempt = Sample.Attempt(1, dear) } });
        SameItems([cheap.Token], (await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).Select(row => row.Token), "rows of one provider");
        SameItems([dear.Token], (await store.LiveSlotsAsync(Sample.Dear, CancellationToken.None)).Select(row => row.Token), "rows of the other one");
    }

    private static async Task A_row_follows_its_slot_and_is_never_lost(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        foreach (var state in Enum.GetValues<SlotState>())
        {
            var slot = Sample.Slot(store, run, 1, 0, state);
            run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Leaving = [slot] } });
            var row = await store.FindSlotAsync(slot.Token, CancellationToken.None);
            Same(new SlotRow(slot.Token, run.Id, 1, 0, Sample.Cheap, slot.Machine, state), row, "the row");
            Same(slot.MayExist ? 1 : 0, (await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).Length, $"live rows of a slot that is {state}");
        }
    }

    private static async Task A_slot_that_the_run_holds_no_more_is_over_and_still_found(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var first = Sample.Slot(store, run, 1, 0, SlotState.Ready);
        var second = Sample.Slot(store, run, 1, 1, SlotState.Intended);
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Attempt = Sample.Attempt(1, first, second) } });
        var ended = Sample.Attempt(1, first with { State = SlotState.Gone }, second with { State = SlotState.NeverBorn });
        await SavedAsync(store, new RunChange
        {
            Next = Sample.Next(run) with { Attempt = null },
            Ended = new AttemptRecord(ended, AttemptEnd.NoCapacity, Sample.Noon),
        });
        Check((await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).IsEmpty, "a slot that no run holds is live");
        Same(SlotState.Gone, (await store.FindSlotAsync(first.Token, CancellationToken.None))?.State, "state of the one that is gone");
        Same(SlotState.NeverBorn, (await store.FindSlotAsync(second.Token, CancellationToken.None))?.State, "state of the one that never was");
    }

    private static async Task A_slot_whose_machine_nobody_ever_saw_and_that_cost_nothing_was_never_born(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        Slot[] slots = [.. Enumerable.Range(0, 3).Select(rank => Sample.Slot(store, run, 1, rank, rank == 0 ? SlotState.Ready : SlotState.Intended))];
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Leaving = [.. slots] } });
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Leaving = [] }, Entries = [Sample.Entry(run, 7) with { Token = slots[1].Token }] });
        Same(SlotState.Gone, (await store.FindSlotAsync(slots[0].Token, CancellationToken.None))?.State, "state of the one that had a name");
        Same(SlotState.Gone, (await store.FindSlotAsync(slots[1].Token, CancellationToken.None))?.State, "state of the one that was booked in the moment it was seen gone");
        Same(SlotState.NeverBorn, (await store.FindSlotAsync(slots[2].Token, CancellationToken.None))?.State, "state of the one that nobody saw");
    }
}
