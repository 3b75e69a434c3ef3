using Haggle.Buckets;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Server.Stores;

/// <summary>
/// Deletes buckets that were made for one task and are not to outlive it. Each is written down, so that the next server finds it after this one died; one that was there before is nobody's to delete.
/// </summary>
/// <param name="folder">Where they are written down: one file for each run.</param>
/// <param name="runs">Where runs are looked up.</param>
/// <param name="book">What opens buckets.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where trouble is told.</param>
internal sealed partial class BucketTidy(string folder, IStore runs, StoreBook book, TimeProvider time, ILogger<BucketTidy> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookRarely = TimeSpan.FromMinutes(2);

    /// <summary>How many runs have buckets that are to go.</summary>
    public int Waiting => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Count() : 0;

    /// <summary>These buckets were made for a run and go with it.</summary>
    public void GoesWith(RunId run, IReadOnlyCollection<BucketAddress> buckets)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (buckets.Count == 0) return;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.AppendAllLines(Path.Combine(folder, run.ToString()), buckets.Select(bucket => bucket.Text));
    }

    /// <summary>Looks again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var isClean = true;
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
                isClean &= await TryTidyAsync(file, cancellationToken);
            await Task.Delay(isClean ? LookEvery : LookRarely, time, cancellationToken);
        }
    }

    private async Task<bool> TryTidyAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (!long.TryParse(Path.GetFileName(file), out var number)) return true;
            if (await runs.LoadAsync(new RunId(number), cancellationToken) is { Phase: not RunPhase.Ended }) return true;
            foreach (var bucket in await File.ReadAllLinesAsync(file, cancellationToken))
                await new RemoteFolder(CheckpointStores.Program(time), book.RemoteFor(StoreBook.Read(bucket))).PurgeAsync("", cancellationToken);
            File.Delete(file);
            return true;
        }
        catch (Exception fault) when (fault is BucketException or StoreException or IOException)
        {
            LogLeft(file, fault.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the buckets of {File} are not deleted yet: {Why}")]
    private partial void LogLeft(string file, string why);
}
