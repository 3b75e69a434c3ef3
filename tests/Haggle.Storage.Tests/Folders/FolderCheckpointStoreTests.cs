using System.Security.Cryptography;
using System.Text;
using Haggle.Core.Runs;
using Haggle.Storage.Folders;

namespace Haggle.Storage.Tests.Folders;

public sealed class FolderCheckpointStoreTests : IDisposable
{
    private static readonly RunId Seven = new(7);

    private readonly TemporaryFolder _folder = new();
    private readonly FolderCheckpointStore _store;

    public FolderCheckpointStoreTests() => _store = new FolderCheckpointStore(_folder.File("checkpoints"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sealing_lists_what_is_complete_oldest_first_with_the_hash_of_its_manifest()
    {
        Save("0001-000002", step: 20);
        var text = Save("0001-000001", step: 10);
        var found = await _store.SealAsync(Seven, 1, default);
        Assert.Equal(["0001-000001", "0001-000002"], found.Select(one => one.Id));
        var first = found[0];
        Assert.Equal((1, 10L, 123L), (first.Epoch, first.Step, first.Bytes));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), first.SavedAt);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), first.ManifestSha256);
    }

    [Fact]
    public async Task The_fence_holds_the_epoch_sealed_last_and_never_goes_back()
    {
        await _store.SealAsync(Seven, 2, default);
        Assert.Equal("2", Fence());
        await _store.SealAsync(Seven, 1, default);
        Assert.Equal("2", Fence());
        await _store.SealAsync(Seven, 3, default);
        Assert.Equal("3", Fence());
    }

    [Fact]
    public async Task What_an_old_attempt_finishes_after_the_sealing_is_never_listed()
    {
        Save("0001-000001");
        var first = await _store.SealAsync(Seven, 1, default);
        Save("0001-000002");
        Assert.Equal(first, await _store.SealAsync(Seven, 1, default));
        Save("0002-000001");
        Assert.Equal(["0001-000001", "0002-000001"], (await _store.SealAsync(Seven, 2, default)).Select(one => one.Id));
    }

    [Fact]
    public async Task What_a_later_attempt_writes_is_not_listed_before_it_is_sealed()
    {
        Save("0001-000001");
        Save("0002-000001");
        Assert.Equal(["0001-000001"], (await _store.SealAsync(Seven, 1, default)).Select(one => one.Id));
    }

    [Fact]
    public async Task A_crash_between_the_fence_and_the_list_is_made_good_by_sealing_again()
    {
        Save("0001-000001");
        File.WriteAllText(Path.Combine(_store.FolderOf(Seven), "fence"), "1\n");
        Assert.Single(await _store.SealAsync(Seven, 1, default));
    }

    [Theory]
    [InlineData("0001-000001.tmp-4711", """{"id":"0001-000001.tmp-4711","files":[]}""")]
    [InlineData("0001-000001", """{"id":"0001-000001","fil""")]
    [InlineData("0001-000001", "")]
    [InlineData("0001-000001", "[1]")]
    [InlineData("0001-000001", """{"id":"0001-000009","files":[]}""")]
    [InlineData("0001-000001", """{"id":"0001-000001"}""")]
    [InlineData("0001-000001", null)]
    [InlineData("notes", """{"id":"notes","files":[]}""")]
    public async Task What_is_torn_or_foreign_is_no_checkpoint(string name, string? manifest)
    {
        Directory.CreateDirectory(Path.Combine(_store.FolderOf(Seven), name));
        if (manifest is not null) File.WriteAllText(Path.Combine(_store.FolderOf(Seven), name, "manifest.json"), manifest);
        Assert.Empty(await _store.SealAsync(Seven, 1, default));
    }

    [Fact]
    public async Task Pruning_keeps_what_is_named_and_what_a_live_attempt_is_writing()
    {
        Save("0001-000001");
        Save("0001-000002");
        var kept = (await _store.SealAsync(Seven, 1, default))[1];
        Directory.CreateDirectory(Path.Combine(_store.FolderOf(Seven), "0001-000003.tmp-1"));
        Directory.CreateDirectory(Path.Combine(_store.FolderOf(Seven), "0002-000002.tmp-1"));
        Save("0002-000001");
        await _store.PruneAsync(Seven, [kept], default);
        Assert.Equal(["0001-000002", "0002-000001", "0002-000002.tmp-1"], Folders());
    }

    [Fact]
    public async Task Pruning_lets_go_of_a_live_attempts_older_checkpoints()
    {
        Save("0001-000001");
        Save("0001-000002");
        Save("0001-000003");
        await _store.PruneAsync(Seven, [new CheckpointRef("0001-000002", 1, 0, 0, "", default)], default);
        Assert.Equal(["0001-000002", "0001-000003"], Folders());
    }

    [Fact]
    public async Task Pruning_a_run_without_checkpoints_does_nothing() => await _store.PruneAsync(new RunId(99), [], default);

    [Fact]
    public async Task A_run_sees_nothing_of_another_one()
    {
        Save("0001-000001");
        Assert.Empty(await _store.SealAsync(new RunId(70), 1, default));
    }

    private string Save(string id, long step = 1)
    {
        var text = $$"""{"id":"{{id}}","epoch":1,"step":{{step}},"bytes":123,"saved_at":"2026-03-01T12:00:00+00:00","files":[]}""";
        var folder = Directory.CreateDirectory(Path.Combine(_store.FolderOf(Seven), id));
        File.WriteAllText(Path.Combine(folder.FullName, "manifest.json"), text);
        return text;
    }

    private string Fence() => File.ReadAllText(Path.Combine(_store.FolderOf(Seven), "fence")).Trim();

    private IEnumerable<string> Folders() =>
        Directory.GetDirectories(_store.FolderOf(Seven)).Select(one => Path.GetFileName(one)).Order(StringComparer.Ordinal);
}
