using Haggle.Conformance.Stores;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

/// <summary>The conformance kit must see a store that is wrong: each bug breaks the law that is named beside it.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData(StoreBug.IgnoresTheVersion, "A_save_from_a_stale_version_changes_nothing")]
    [InlineData(StoreBug.ForgetsSlots, "An_intended_machine_is_a_live_row")]
    [InlineData(StoreBug.DoublesTheLedger, "Ledger_lines_come_oldest_first_once_and_exact")]
    [InlineData(StoreBug.DropsEvents, "Events_come_oldest_first_and_once")]
    [InlineData(StoreBug.ForgetsSubmissions, "The_same_submission_twice_is_one_run")]
    [InlineData(StoreBug.ForgetsGoneSlots, "A_slot_that_the_run_holds_no_more_is_over_and_still_found")]
    public async Task A_planted_bug_breaks_a_law(StoreBug bug, string law)
    {
        var kit = new BuggyConformance(bug);
        await Assert.ThrowsAsync<BrokenLawException>(() => kit.HoldsAsync(law));
    }

    [Fact]
    public async Task The_wrapper_without_a_bug_holds_every_law()
    {
        var kit = new BuggyConformance(StoreBug.None);
        foreach (var law in StoreConformance.Laws) await kit.HoldsAsync(law);
    }

    private sealed class BuggyConformance(StoreBug bug) : StoreConformance
    {
        protected override Task<IStore> MakeAsync() => Task.FromResult<IStore>(new BuggyStore(SqliteStore.OpenInMemory(), bug));
    }
}
