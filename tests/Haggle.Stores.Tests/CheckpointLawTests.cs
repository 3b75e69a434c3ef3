using System.Collections.Immutable;
using Haggle.Buckets;
using Haggle.Conformance;
using Haggle.Conformance.Checkpoints;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Buckets;
using Haggle.Storage.Folders;
using Haggle.Testbed;

namespace Haggle.Stores.Tests;

/// <summary>The laws of a checkpoint store, on each that there is, and on some with a bug that the laws must find.</summary>
public sealed class CheckpointLawTests(SharedServer shared)
{
    public static TheoryData<string> Laws => [.. CheckpointConformance.Laws];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task A_folder_holds_the_law(string law)
    {
        using var kit = new FolderKit();
        await kit.HoldsAsync(law);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task A_bucket_holds_the_law(string law)
    {
        Assert.SkipWhen(SharedServer.IsMissing, ObjectServer.Missing);
        await new BucketKit(shared.Folder(await BucketAsync())).HoldsAsync(law);
    }

    [Theory]
    [InlineData(false, "What_an_old_attempt_finishes_after_its_sealing_is_never_listed")]
    [InlineData(true, "Pruning_takes_away_what_a_late_writer_left")]
    public async Task A_store_with_a_bug_is_found(bool keepsAll, string law)
    {
        using var kit = new FolderKit { Bug = keepsAll ? new KeepsAll() : new Forgets() };
        await Assert.ThrowsAsync<LawBrokenException>(() => kit.HoldsAsync(law));
    }

    // Runs do not see each other, so one bucket serves all laws.
    private static readonly SemaphoreSlim Once = new(1);
    private static BucketAddress? _bucket;

    private async Task<BucketAddress> BucketAsync()
    {
        await Once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _bucket ??= await shared.BucketAsync();
        }
        finally
        {
            Once.Release();
        }
    }

    private sealed class FolderKit : CheckpointConformance, IDisposable
    {
        private readonly string root = Directory.CreateTempSubdirectory("hgl").FullName;

        public BuggyStore? Bug { get; init; }

        public void Dispose() => Directory.Delete(root, recursive: true);

        protected override ICheckpointStore Open() => Bug is null ? new FolderCheckpointStore(root) : Bug.Around(new FolderCheckpointStore(root), root);

        protected override Task PutAsync(RunId run, string id, string name, byte[] content)
        {
            var path = Path.Combine(root, run.ToString(), id, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return File.WriteAllBytesAsync(path, content);
        }

        protected override Task CutAsync(RunId run, string id) => PutAsync(run, id + ".tmp-1234", "files/model.bin", [1, 2, 3]);

        protected override Task<ImmutableArray<string>> LeftAsync(RunId run) =>
            Task.FromResult<ImmutableArray<string>>([.. Directory.GetDirectories(Path.Combine(root, run.ToString())).Select(path => Path.GetFileName(path))]);
    }

    private sealed class BucketKit(RemoteFolder root) : CheckpointConformance
    {
        protected override ICheckpointStore Open() => new RemoteCheckpointStore((run, _) => Task.FromResult(root.In(run.ToString())));

        protected override Task PutAsync(RunId run, string id, string name, byte[] content) => root.In($"{run}/{RunKeys.OfCheckpoint(id)}").WriteAsync(name, content, default);

        protected override Task CutAsync(RunId run, string id) => PutAsync(run, id, "files/model.bin", [1, 2, 3]);

        protected override async Task<ImmutableArray<string>> LeftAsync(RunId run) =>
            [.. (await root.In(run.ToString()).ListAsync(default)).Select(file => file.Path).Where(path => path != RunKeys.Sealed)];
    }

    private abstract class BuggyStore : ICheckpointStore
    {
        private ICheckpointStore? inner;
        private string root = "";

        public BuggyStore Around(ICheckpointStore store, string folder)
        {
            (inner, root) = (store, folder);
            return this;
        }

        public virtual Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken) => inner!.SealAsync(run, epoch, cancellationToken);

        public virtual Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => inner!.PruneAsync(run, keep, cancellationToken);

        protected void Forget(RunId run)
        {
            foreach (var name in (string[])["fence", "sealed"]) File.Delete(Path.Combine(root, run.ToString(), name));
        }
    }

    private sealed class Forgets : BuggyStore
    {
        public override Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken)
        {
            Forget(run);
            return base.SealAsync(run, epoch, cancellationToken);
        }
    }

    private sealed class KeepsAll : BuggyStore
    {
        public override Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
