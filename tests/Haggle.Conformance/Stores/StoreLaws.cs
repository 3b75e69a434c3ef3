using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using static Haggle.Conformance.Stores.StoreConformance;

namespace Haggle.Conformance.Stores;

/// <summary>Laws about accepting, storing and finding runs.</summary>
internal static class StoreLaws
{
    public static readonly ImmutableArray<Func<StoreConformance, Task>> All =
    [
        An_accepted_run_is_found_whole,
        The_same_submission_twice_is_one_run,
        The_same_submission_from_many_at_once_is_one_run,
        Sources_and_secrets_come_back_as_they_were,
        What_is_not_there_is_null_or_empty,
        A_save_replaces_the_state,
        A_save_from_a_stale_version_changes_nothing,
        A_save_that_skips_a_version_changes_nothing,
        A_save_of_an_unknown_run_changes_nothing,
        Due_runs_come_the_longest_waiting_first,
        Runs_that_are_over_are_never_due,
        The_next_due_instant_is_the_earliest_of_the_living,
        Runs_come_newest_first,
    ];

    private static async Task An_accepted_run_is_found_whole(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        Check(store.Owner.Value is { Length: >= 4 and <= 16 } owner && owner.All(char.IsAsciiLetterOrDigit), "the owner is not 4 to 16 letters and digits");
        Check(run.Id.Value >= 1, "numbers begin at 1");
        foreach (var one in new[] { run, await StoredAsync(store, run) })
        {
            Same(1L, one.Version, "version");
            Same(RunPhase.Placing, one.Phase, "phase");
            Same(Sample.Noon, one.SubmittedAt, "submitted");
            Same(Sample.Noon, one.DueAt, "due");
            Same("one", one.Job.Name, "name");
            SameItems(Sample.Job().Environment, one.Job.Environment, "environment");
        }
    }

    private static async Task The_same_submission_twice_is_one_run(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var first = await Sample.AddAsync(store, "one");
        var saved = await SavedAsync(store, new RunChange { Next = Sample.Next(first) with { Reason = "under way" } });
        var again = await store.AddAsync("one", Sample.Job("other"), Sample.Source, Sample.Noon.AddHours(1), CancellationToken.None);
        Same(first.Id, again.Id, "number");
        Same(saved.Version, again.Version, "version of the run that is there");
        Same("one", again.Job.Name, "name");
        Same(1, (await store.RunsAsync(false, 10, CancellationToken.None)).Length, "runs");
    }

    private static async Task The_same_submission_from_many_at_once_is_one_run(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Sample.AddAsync(store, i % 2 == 0 ? "even" : "odd"))));
        Same(2, runs.Select(run => run.Id).Distinct().Count(), "runs made");
        Same(2, (await store.RunsAsync(false, 100, CancellationToken.None)).Length, "runs kept");
    }

    private static async Task Sources_and_secrets_come_back_as_they_were(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var source = await store.SourceAsync(run.Id, CancellationToken.None) ?? throw new BrokenLawException("the source is not found");
        SameItems(Sample.Source.Secrets, source.Secrets, "secrets");
        Same(Sample.Source with { Secrets = default }, source with { Secrets = default }, "source");
    }

    private static async Task What_is_not_there_is_null_or_empty(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var nobody = new RunId(99);
        Check(await store.LoadAsync(nobody, CancellationToken.None) is null, "a run out of nothing");
        Check(await store.SourceAsync(nobody, CancellationToken.None) is null, "a source out of nothing");
        Check(await store.FindSlotAsync(new LaunchToken("x-1-1-0"), CancellationToken.None) is null, "a slot out of nothing");
        Check(await store.NextDueAsync(CancellationToken.None) is null, "a due instant out of nothing");
        Check((await store.EventsAsync(nobody, CancellationToken.None)).IsEmpty, "events out of nothing");
        Check((await store.LedgerAsync(null, CancellationToken.None)).IsEmpty, "ledger lines out of nothing");
        Check((await store.AttemptsAsync(nobody, CancellationToken.None)).IsEmpty, "attempts out of nothing");
        Check((await store.RecentAttemptsAsync(10, CancellationToken.None)).IsEmpty, "recent attempts out of nothing");
        Check((await store.DueAsync(DateTimeOffset.MaxValue, 10, CancellationToken.None)).IsEmpty, "due runs out of nothing");
    }

    private static async Task A_save_replaces_the_state(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        var other = await Sample.AddAsync(store, "two");
        for (var i = 0; i < 5; i++) run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Reason = $"step {i}", Epoch = i } });
        var found = await StoredAsync(store, run);
        Same(6L, found.Version, "version");
        Same("step 4", found.Reason, "reason");
        Same(1L, (await StoredAsync(store, other)).Version, "version of another run");
    }

    private static async Task A_save_from_a_stale_version_changes_nothing(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Reason = "first" } });
        await RefusedAsync(store, run, Sample.Next(run));
    }

    private static async Task A_save_that_skips_a_version_changes_nothing(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Reason = "first" } });
        await RefusedAsync(store, run, run with { Version = run.Version + 3 });
    }

    private static async Task RefusedAsync(IStore store, Run run, Run next)
    {
        var late = new RunChange
        {
            Next = next with { Reason = "late", Attempt = Sample.Attempt(1, Sample.Slot(store, run, 1, 0, SlotState.Intended)) },
            Events = [Sample.Event(run, "late")],
            Entries = [Sample.Entry(run, 5)],
            Ended = new AttemptRecord(Sample.Attempt(1), AttemptEnd.Failed, Sample.Noon),
        };
        Check(!await store.SaveAsync(late, CancellationToken.None), "a save of another version was taken");
        Same("first", (await StoredAsync(store, run)).Reason, "reason");
        Check((await store.EventsAsync(run.Id, CancellationToken.None)).IsEmpty, "a refused save left events");
        Check((await store.LedgerAsync(run.Id, CancellationToken.None)).IsEmpty, "a refused save left ledger lines");
        Check((await store.AttemptsAsync(run.Id, CancellationToken.None)).IsEmpty, "a refused save left an attempt");
        Check((await store.LiveSlotsAsync(Sample.Cheap, CancellationToken.None)).IsEmpty, "a refused save left slots");
    }

    private static async Task A_save_of_an_unknown_run_changes_nothing(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        Check(!await store.SaveAsync(new RunChange { Next = Sample.Next(run) with { Id = new RunId(run.Id.Value + 1) } }, CancellationToken.None), "a save made a run");
        Same(1, (await store.RunsAsync(false, 10, CancellationToken.None)).Length, "runs");
    }

    private static async Task Due_runs_come_the_longest_waiting_first(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var late = await Sample.AddAsync(store, "late", Sample.Noon.AddMinutes(2));
        var early = await Sample.AddAsync(store, "early", Sample.Noon);
        var middle = await Sample.AddAsync(store, "middle", Sample.Noon.AddMinutes(1));
        var future = await Sample.AddAsync(store, "future", Sample.Noon);
        await SavedAsync(store, new RunChange { Next = Sample.Next(future) with { DueAt = Sample.Noon.AddMinutes(2).AddTicks(1) } });
        SameItems([early.Id, middle.Id, late.Id], await store.DueAsync(Sample.Noon.AddMinutes(2), 10, CancellationToken.None), "due");
        SameItems([early.Id, middle.Id], await store.DueAsync(Sample.Noon.AddMinutes(2), 2, CancellationToken.None), "the first two due");
        Check((await store.DueAsync(Sample.Noon.AddTicks(-1), 10, CancellationToken.None)).IsEmpty, "due before its instant");
    }

    private static async Task Runs_that_are_over_are_never_due(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one");
        run = await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Phase = RunPhase.Closing, Outcome = RunOutcome.Failed } });
        SameItems([run.Id], await store.DueAsync(Sample.Noon, 10, CancellationToken.None), "a closing run is due");
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { Phase = RunPhase.Ended, EndedAt = Sample.Noon } });
        Check((await store.DueAsync(Sample.Noon.AddYears(1), 10, CancellationToken.None)).IsEmpty, "a run that is over is due");
        Check(await store.NextDueAsync(CancellationToken.None) is null, "a run that is over has a next due instant");
    }

    private static async Task The_next_due_instant_is_the_earliest_of_the_living(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        var run = await Sample.AddAsync(store, "one", Sample.Noon);
        await Sample.AddAsync(store, "two", Sample.Noon.AddMinutes(5));
        Same(Sample.Noon, await store.NextDueAsync(CancellationToken.None), "next due");
        await SavedAsync(store, new RunChange { Next = Sample.Next(run) with { DueAt = DateTimeOffset.MaxValue } });
        Same(Sample.Noon.AddMinutes(5), await store.NextDueAsync(CancellationToken.None), "next due");
    }

    private static async Task Runs_come_newest_first(StoreConformance kit)
    {
        var store = await kit.MakeAsync();
        Run[] runs = [await Sample.AddAsync(store, "a"), await Sample.AddAsync(store, "b"), await Sample.AddAsync(store, "c")];
        await SavedAsync(store, new RunChange { Next = Sample.Next(runs[1]) with { Phase = RunPhase.Ended } });
        SameItems(["c", "b", "a"], (await store.RunsAsync(false, 10, CancellationToken.None)).Select(run => run.Job.Name), "all");
        SameItems(["c", "a"], (await store.RunsAsync(true, 10, CancellationToken.None)).Select(run => run.Job.Name), "live");
        SameItems(["c"], (await store.RunsAsync(true, 1, CancellationToken.None)).Select(run => run.Job.Name), "the newest");
    }
}
