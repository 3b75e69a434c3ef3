using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Runs;

namespace Haggle.Conformance.Checkpoints;

/// <summary>The laws of a checkpoint store.</summary>
internal static class CheckpointLaws
{
    public static readonly ImmutableArray<Func<CheckpointConformance, Task>> All =
    [
        Sealing_lists_what_is_complete_oldest_first_with_the_hash_of_its_manifest,
        Nothing_there_is_an_empty_list,
        A_checkpoint_that_was_cut_is_never_listed,
        What_an_old_attempt_finishes_after_its_sealing_is_never_listed,
        Sealing_twice_gives_the_same,
        What_a_later_attempt_writes_is_not_listed_before_it_is_sealed,
        A_manifest_that_is_changed_after_the_sealing_keeps_the_hash_that_was_sealed,
        Sealing_an_older_attempt_takes_nothing_back,
        Pruning_leaves_what_is_named_and_nothing_else_of_sealed_attempts,
        Pruning_leaves_what_a_live_attempt_is_writing,
        Pruning_lets_go_of_a_live_attempts_older_checkpoints,
        Pruning_takes_away_what_a_late_writer_left,
        A_run_sees_nothing_of_another_one,
    ];

    private static async Task Sealing_lists_what_is_complete_oldest_first_with_the_hash_of_its_manifest(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        var second = await kit.SaveAsync(run, "00001-000002", step: 20);
        var first = await kit.SaveAsync(run, "00001-000001", step: 10);
        var found = await kit.Open().SealAsync(run, 1, default);
        Ids(found, "00001-000001", "00001-000002");
        LawBrokenException.Unless(found[0].ManifestSha256 == first && found[1].ManifestSha256 == second, "the manifests' hashes are not those of what was written");
        LawBrokenException.Unless(found[0] is { Epoch: 1, Step: 10, Bytes: 7 } && found[1].Step == 20, $"what the manifest says is not what is listed: {found[0]}");
    }

    private static async Task Nothing_there_is_an_empty_list(CheckpointConformance kit)
    {
        Ids(await kit.Open().SealAsync(kit.NewRun(), 3, default));
        await kit.Open().PruneAsync(kit.NewRun(), [], default);
    }

    private static async Task A_checkpoint_that_was_cut_is_never_listed(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        await kit.CutAsync(run, "00001-000002");
        await kit.PutAsync(run, "00001-000003", "manifest.json", Encoding.UTF8.GetBytes("""{"id":"00001-000003","epo"""));
        Ids(await kit.Open().SealAsync(run, 1, default), "00001-000001");
    }

    private static async Task What_an_old_attempt_finishes_after_its_sealing_is_never_listed(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        await kit.CutAsync(run, "00001-000002");
        await kit.Open().SealAsync(run, 1, default);
        await kit.SaveAsync(run, "00001-000002");
        await kit.SaveAsync(run, "00001-000003");
        Ids(await kit.Open().SealAsync(run, 1, default), "00001-000001");
        await kit.SaveAsync(run, "00002-000001");
        Ids(await kit.Open().SealAsync(run, 2, default), "00001-000001", "00002-000001");
    }

    private static async Task Sealing_twice_gives_the_same(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        var once = await kit.Open().SealAsync(run, 1, default);
        LawBrokenException.Unless(once.SequenceEqual(await kit.Open().SealAsync(run, 1, default)), "the second sealing gave something else");
    }

    private static async Task What_a_later_attempt_writes_is_not_listed_before_it_is_sealed(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        await kit.SaveAsync(run, "00002-000001");
        Ids(await kit.Open().SealAsync(run, 1, default), "00001-000001");
    }

    private static async Task A_manifest_that_is_changed_after_the_sealing_keeps_the_hash_that_was_sealed(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        var hash = await kit.SaveAsync(run, "00001-000001");
        var before = await kit.Open().SealAsync(run, 1, default);
        await kit.SaveAsync(run, "00001-000001", step: 99);
        var after = await kit.Open().SealAsync(run, 2, default);

        // A store may also drop it; what it may not do is vouch for what was written behind its back.
        LawBrokenException.Unless(before[0].ManifestSha256 == hash && after.All(one => one.ManifestSha256 == hash), "the store vouches for a manifest that was written after the sealing");
    }

    private static async Task Sealing_an_older_attempt_takes_nothing_back(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00002-000001");
        await kit.Open().SealAsync(run, 2, default);
        await kit.Open().SealAsync(run, 1, default);
        await kit.SaveAsync(run, "00002-000002");
        Ids(await kit.Open().SealAsync(run, 2, default), "00002-000001");
    }

    private static async Task Pruning_leaves_what_is_named_and_nothing_else_of_sealed_attempts(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        await kit.SaveAsync(run, "00001-000002");
        await kit.CutAsync(run, "00001-000003");
        await kit.CutAsync(run, "00002-000001");
        var complete = await kit.Open().SealAsync(run, 2, default);
        await kit.Open().PruneAsync(run, [complete[^1]], default);
        var left = await kit.LeftAsync(run);
        LawBrokenException.Unless(left.Length > 0 && left.All(name => name.Contains("00001-000002", StringComparison.Ordinal) && !name.Contains("tmp", StringComparison.Ordinal)), $"left over: {string.Join(", ", left)}");
        Ids(await kit.Open().SealAsync(run, 2, default), "00001-000002");
    }

    private static async Task Pruning_leaves_what_a_live_attempt_is_writing(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        var kept = await kit.Open().SealAsync(run, 1, default);
        await kit.CutAsync(run, "00002-000001");
        await kit.SaveAsync(run, "00002-000002");
        await kit.Open().PruneAsync(run, kept, default);
        var left = string.Join(' ', await kit.LeftAsync(run));
        LawBrokenException.Unless(left.Contains("00002-000001", StringComparison.Ordinal) && left.Contains("00002-000002", StringComparison.Ordinal), $"something of the live attempt was deleted; left: {left}");
    }

    private static async Task Pruning_lets_go_of_a_live_attempts_older_checkpoints(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        foreach (var id in (string[])["00001-000001", "00001-000002", "00001-000003"]) await kit.SaveAsync(run, id);
        await kit.Open().PruneAsync(run, [new CheckpointRef("00001-000002", 1, 0, 0, "", default)], default);
        Ids(await kit.Open().SealAsync(run, 1, default), "00001-000002", "00001-000003");
    }

    private static async Task Pruning_takes_away_what_a_late_writer_left(CheckpointConformance kit)
    {
        var run = kit.NewRun();
        await kit.SaveAsync(run, "00001-000001");
        var kept = await kit.Open().SealAsync(run, 1, default);
        await kit.SaveAsync(run, "00001-000002");
        await kit.Open().PruneAsync(run, kept, default);
        var left = await kit.LeftAsync(run);
        LawBrokenException.Unless(left.All(name => name.Contains("00001-000001", StringComparison.Ordinal)), $"left over: {string.Join(", ", left)}");
    }

    private static async Task A_run_sees_nothing_of_another_one(CheckpointConformance kit)
    {
        var (one, other) = (kit.NewRun(), kit.NewRun());
        await kit.SaveAsync(one, "00001-000001");
        await kit.Open().SealAsync(one, 1, default);
        Ids(await kit.Open().SealAsync(other, 1, default));
    }

    private static void Ids(ImmutableArray<CheckpointRef> found, params string[] expected) =>
        LawBrokenException.Unless(found.Select(one => one.Id).SequenceEqual(expected), $"listed are [{string.Join(", ", found.Select(one => one.Id))}], not [{string.Join(", ", expected)}]");
}
