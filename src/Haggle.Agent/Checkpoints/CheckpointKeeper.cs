using Haggle.Agent.Files;
using Haggle.Agent.Progress;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>
/// Saves what the program leaves in its checkpoint folder while it goes on, and once more when it is over. A program that announces its checkpoints has
/// exactly those saved; of one that does not, the folder is saved when nothing in it has changed for a moment.
/// </summary>
internal sealed class CheckpointKeeper(MachineFolder folder, int epoch, StateBoard board, CheckpointUploader uploader, AgentLog log, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan EveryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Lock gate = new();
    private readonly List<string> announcedPaths = [];
    private long announcedStep = -1;
    private FolderPicture? announced;
    private FolderPicture? saved;
    private OrderMessage? order;
    private CheckpointWriter? writer;

    /// <summary>Begins to keep the checkpoints of an order; what is in the folder now counts as kept.</summary>
    public void Begin(OrderMessage job)
    {
        if (job.CheckpointPath.Length == 0 || Store(job).Length == 0 || job.CheckpointEverySeconds <= 0) return;
        order = job;
        writer = new CheckpointWriter(Store(job), epoch, time);
        saved = FolderPicture.Take(Root(job), []);
    }

    /// <summary>Takes note of "complete now". Several paths of one step belong together.</summary>
    public void Announce(TaskLine.Saved line)
    {
        if (order is not { } job) return;
        if (BelowRoot(Root(job), line.Path) is not { } path)
        {
            board.Note($"the announced checkpoint \"{line.Path}\" is not below the checkpoint folder; it is not saved");
            return;
        }

        lock (gate)
        {
            if (line.Step < 0 || line.Step != announcedStep) announcedPaths.Clear();
            announcedStep = line.Step;
            if (path.Length > 0) announcedPaths.Add(path);
            announced = FolderPicture.Take(Root(job), [.. announcedPaths]);
        }
    }

    /// <summary>Saves again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (order is not { } job) return;
        var every = TimeSpan.FromSeconds(job.CheckpointEverySeconds);
        while (true)
        {
            await Task.Delay(every > EveryMin ? every : EveryMin, time, cancellationToken);
            await SaveAsync(job, vouched: false, cancellationToken);
        }
    }

    /// <summary>Saves what is new now that the program is over.</summary>
    /// <param name="vouched">Whether the program ended well by itself, so that an unannounced folder is complete; otherwise only a quiet one is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task SaveLastAsync(bool vouched, CancellationToken cancellationToken) =>
        order is { } job ? SaveAsync(job, vouched, cancellationToken) : Task.CompletedTask;

    public void Dispose() => oneAtATime.Dispose();

    private async Task SaveAsync(OrderMessage job, bool vouched, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var (picture, below, step) = Candidate(job, vouched);
            if (picture is null || picture.IsEmpty || picture.Equals(saved) || writer is null) return;
            if (await writer.SaveAsync(Root(job), picture, below, step, cancellationToken) is not { } checkpoint) return;
            saved = picture;
            log.Write($"checkpoint {checkpoint.Id} saved, {checkpoint.Bytes} bytes, step {checkpoint.Step}");
            if (job.CheckpointRemote is not null)
            {
                uploader.Offer(checkpoint);
                return;
            }

            board.Saved(checkpoint);
            if (Fence.IsOpen(job.CheckpointStore, epoch)) CheckpointShelf.Prune(job.CheckpointStore, job.CheckpointKeep);
        }
        catch (Exception fault) when (fault is CheckpointFault or IOException or UnauthorizedAccessException)
        {
            log.Write(fault.Message);
            board.Note(fault.Message);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    // A file that changed since it was announced is being written again: the next announcement is waited for.
    private (FolderPicture? Picture, string[] Below, long Step) Candidate(OrderMessage job, bool vouched)
    {
        lock (gate)
        {
            if (announced is not null)
            {
                string[] below = [.. announcedPaths];
                return (announced.Equals(FolderPicture.Take(Root(job), below)) ? announced : null, below, announcedStep);
            }
        }

        var picture = FolderPicture.Take(Root(job), []);
        var isQuiet = picture is not null && time.GetUtcNow().UtcDateTime - picture.Newest >= Quiet(job);
        return (vouched || isQuiet ? picture : null, [], -1);
    }

    private static TimeSpan Quiet(OrderMessage job) =>
        TimeSpan.FromSeconds(Math.Clamp(job.CheckpointEverySeconds / 2, QuietMin.TotalSeconds, QuietMax.TotalSeconds));

    // What goes to a store outside the machine is whole and verified here first.
    private string Store(OrderMessage job) => job.CheckpointRemote is null ? job.CheckpointStore : folder.Saved;

    private string Root(OrderMessage job) => folder.CheckpointFolder(job.CheckpointPath);

    // Programs name their files by the checkpoint folder, by the working folder or in full: all three are understood.
    private string? BelowRoot(string root, string path)
    {
        if (path.Length == 0) return "";
        string[] readings = [Path.GetFullPath(Path.Combine(root, path)), Path.GetFullPath(Path.Combine(folder.Work, path))];
        var place = readings.FirstOrDefault(Path.Exists);
        if (place == root) return "";
        return place is not null && place.StartsWith(root + "/", StringComparison.Ordinal) ? Path.GetRelativePath(root, place) : null;
    }
}
