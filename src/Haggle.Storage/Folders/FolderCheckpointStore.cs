using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Storage.Folders;

/// <summary>
/// Checkpoints in folders, one for each run: <c>fence</c> holds the epoch sealed last, which agents read before they write; <c>sealed</c> what was
/// complete at that moment; each checkpoint is a folder named by its id with <c>manifest.json</c>, called <c>ID.tmp-...</c> until it is complete.
/// One process seals and prunes a run at a time; agents write at any time.
/// </summary>
public sealed class FolderCheckpointStore : ICheckpointStore
{
    private readonly string _root;

    /// <summary>Makes a store.</summary>
    /// <param name="root">The folder that holds one folder for each run; made when needed.</param>
    public FolderCheckpointStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = root;
    }

    /// <summary>The folder of a run's checkpoints, which its agents are told.</summary>
    public string FolderOf(RunId run) => Path.Combine(_root, run.ToString());

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckpointRef>> SealAsync(RunId run, int epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = FolderOf(run);
        try
        {
            return Task.FromResult(Seal(folder, epoch));
        }
        catch (Exception cause) when (Disk.IsFault(cause))
        {
            throw Disk.Fault(folder, cause);
        }
    }

    /// <inheritdoc/>
    public Task PruneAsync(RunId run, ImmutableArray<CheckpointRef> keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = FolderOf(run);
        try
        {
            if (Directory.Exists(folder)) Prune(folder, [.. keep.Select(one => one.Id)]);
            return Task.CompletedTask;
        }
        catch (Exception cause) when (Disk.IsFault(cause))
        {
            throw Disk.Fault(folder, cause);
        }
    }

    private static ImmutableArray<CheckpointRef> Seal(string folder, int epoch)
    {
        Directory.CreateDirectory(folder);
        var fence = Path.Combine(folder, "fence");
        var roll = Path.Combine(folder, "sealed");

        // The fence goes up before the list is made: what an agent finishes in between may be listed, what it finishes later never is.
        if (Epoch(fence) < epoch) Disk.WriteWhole(fence, epoch.ToString(CultureInfo.InvariantCulture) + "\n");
        var known = File.Exists(roll) ? File.ReadAllLines(roll) : ["0"];
        var upTo = int.Parse(known[0], CultureInfo.InvariantCulture);
        var counted = known[1..].Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words.Length > 1 ? words[1] : "", StringComparer.Ordinal);
        var complete = Complete(folder);
        if (upTo < epoch)
        {
            foreach (var one in complete.Where(one => one.Epoch > upTo && one.Epoch <= epoch)) counted.TryAdd(one.Id, one.ManifestSha256);
            Disk.WriteWhole(roll, string.Join('\n', counted.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}".TrimEnd()).Prepend(epoch.ToString(CultureInfo.InvariantCulture))));
        }

        // A manifest that was written anew after its sealing is not the one that counts.
        return [.. complete.Where(one => counted.TryGetValue(one.Id, out var hash) && (hash.Length == 0 || hash == one.ManifestSha256))];
    }

    private static ImmutableArray<CheckpointRef> Complete(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder)
            .Order(StringComparer.Ordinal)
            .Select(one => CheckpointFolder.TryRead(one))
            .OfType<CheckpointRef>(),
    ];

    /// <summary>
    /// What a live attempt writes is not known here until its agent reports it: of an unsealed epoch only checkpoints older than a kept one go.
    /// </summary>
    private static void Prune(string folder, HashSet<string> keep)
    {
        var fence = Epoch(Path.Combine(folder, "fence"));
        var newest = keep.Max(StringComparer.Ordinal) ?? "";
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(path);
            if (keep.Contains(name) || !CheckpointFolder.TryEpoch(name, out var epoch)) continue;
            var older = !name.Contains(".tmp-", StringComparison.Ordinal) && string.CompareOrdinal(name, newest) < 0;
            if (epoch <= fence || older) Delete(path);
        }
    }

    private static void Delete(string path)
    {
        // Not a checkpoint any more from the first moment on, whatever happens on the way.
        File.Delete(Path.Combine(path, CheckpointFolder.Manifest));
        Directory.Delete(path, recursive: true);
    }

    private static int Epoch(string fence) =>
        File.Exists(fence) && int.TryParse(File.ReadAllText(fence), CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;
}
