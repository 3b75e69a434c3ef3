using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Agent.State;
using Haggle.Agent.Stores;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>
/// Brings checkpoints that are complete on this machine to a store outside of it, one after another and always the newest, while the training goes on. Only
/// what has arrived, files first and manifest last, counts as saved. Trouble is told once and tried again. Thread-safe.
/// </summary>
internal sealed class CheckpointUploader(MachineFolder folder, int epoch, Func<OrderMessage?> newest, StoreDoor door, StateBoard board, AgentLog log, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // A store that is away comes back; one that says no seldom changes its mind, and the machine is paid for.
    private static readonly TimeSpan RefusedPatience = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0);
    private readonly CancellationTokenSource hurry = new();
    private TaskCompletionSource idle = Done();
    private CancellationTokenSource? current;
    private CheckpointMessage? waiting;
    private CheckpointMessage? sending;
    private Transfer progress;
    private double? speed;
    private bool isClosed;
    private volatile bool isRefused;
    private DateTimeOffset? takenAt;

    /// <summary>How long the newest checkpoint is expected to take from here to the store; null when nothing is known.</summary>
    public TimeSpan? Takes
    {
        get
        {
            lock (gate) return (waiting ?? sending ?? last) is { } one ? UploadChoice.Takes(one.Bytes, speed) : null;
        }
    }

    private CheckpointMessage? last;

    /// <summary>A checkpoint is complete on this machine. An older one that still waits is passed over.</summary>
    public void Offer(CheckpointMessage checkpoint)
    {
        lock (gate)
        {
            if (isClosed) return;
            waiting = checkpoint;
            if (idle.Task.IsCompleted) idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (sending is { } under && takenAt is { } at && UploadChoice.GivesUp(at - time.GetUtcNow(), UploadChoice.Takes(under.Bytes - progress.BytesDone, speed), UploadChoice.Takes(checkpoint.Bytes, speed)))
                current?.Cancel();
        }

        Tidy();
        news.Release();
    }

    /// <summary>The machine is taken back: no wait between tries any more, and what does not fit into the time is given up for what does.</summary>
    public void Hurry(DateTimeOffset at)
    {
        lock (gate) takenAt = at;
        hurry.Cancel();
    }

    /// <summary>Uploads again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await news.WaitAsync(cancellationToken);
            await EmptyAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the newest checkpoint has arrived.</summary>
    /// <returns>Whether it has.</returns>
    public async Task<bool> FinishAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Task done;
        lock (gate) done = idle.Task;
        for (var began = time.GetTimestamp(); !done.IsCompleted && time.GetElapsedTime(began) < (isRefused ? Shorter(limit) : limit);)
        {
            await done.WaitAsync(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return done.IsCompleted;
    }

    private static TimeSpan Shorter(TimeSpan limit) => limit < RefusedPatience ? limit : RefusedPatience;

    public void Dispose()
    {
        news.Dispose();
        hurry.Dispose();
    }

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        for (var retry = RetryFirst; Take() is { } checkpoint;)
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            lock (gate) current = own;
            try
            {
                await SendAsync(checkpoint, own.Token);
                (retry, isRefused) = (RetryFirst, false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                log.Write($"the upload of checkpoint {checkpoint.Id} was given up for a newer one");
            }
            catch (Exception fault) when (fault is BucketException or IOException or UnauthorizedAccessException)
            {
                Trouble(checkpoint, fault);
                Return(checkpoint);
                await WaitAsync(retry, cancellationToken);
                retry = retry * 2 > RetryMax ? RetryMax : retry * 2;
            }
            finally
            {
                lock (gate) (sending, current) = (null, null);
            }
        }
    }

    private async Task WaitAsync(TimeSpan retry, CancellationToken cancellationToken)
    {
        // In a hurry a short breath is enough: the store may be back in the next second.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(hurry.Token, cancellationToken);
        await Task.Delay(retry, time, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (hurry.IsCancellationRequested) await Task.Delay(RetryFirst / 4, time, cancellationToken);
    }

    private async Task SendAsync(CheckpointMessage checkpoint, CancellationToken cancellationToken)
    {
        if (newest() is not { CheckpointRemote: { } place } order) return;
        var store = door.Open(place);
        var began = time.GetTimestamp();
        var target = RunKeys.OfCheckpoint(checkpoint.Id);
        var source = Path.Combine(folder.Saved, checkpoint.Id);
        var options = hurry.IsCancellationRequested ? CopyOptions.Alone : CopyOptions.Beside;
        Tell(checkpoint, place, default);
        await store.SendAsync(Path.Combine(source, "files"), $"{target}/{RunKeys.Files}", options, done => Tell(checkpoint, place, done), cancellationToken);
        if (await IsSealedAsync(store, cancellationToken))
        {
            await CloseAsync(store, checkpoint, cancellationToken);
            return;
        }

        await store.SendAsync(Path.Combine(source, "manifest.json"), $"{target}/{RunKeys.Manifest}", options, null, cancellationToken);
        lock (gate)
        {
            last = checkpoint;
            if (checkpoint.Bytes > 0) speed = checkpoint.Bytes / Math.Max(0.001, time.GetElapsedTime(began).TotalSeconds);
        }

        log.Write($"checkpoint {checkpoint.Id} is in {place.Address}, {time.GetElapsedTime(began).TotalSeconds:0.0} s");
        board.Change(s => s with { Transfer = null });
        board.Saved(checkpoint);
        await PruneAsync(store, checkpoint.Id, order.CheckpointKeep, cancellationToken);
    }

    /// <summary>Whether the server has closed this attempt. What is uploaded after that is not listed by anybody; this only spares the work and the space.</summary>
    private async Task<bool> IsSealedAsync(RemoteFolder store, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(RunKeys.Sealed, cancellationToken) is not { } json) return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("epoch", out var told) && told.TryGetInt32(out var closed) && closed >= epoch;
        }
        catch (JsonException)
        {
            // A list that cannot be read is a fence: the newest attempt must never lose to an older one.
            return true;
        }
    }

    private async Task CloseAsync(RemoteFolder store, CheckpointMessage checkpoint, CancellationToken cancellationToken)
    {
        lock (gate) (isClosed, waiting) = (true, null);
        var why = $"attempt {epoch} is closed: its checkpoints are no longer taken";
        log.Write(why);
        board.Note(why);
        board.Change(s => s with { Transfer = null });
        await store.PurgeAsync(RunKeys.OfCheckpoint(checkpoint.Id), cancellationToken);
    }

    // Of all attempts, as in a store on this computer; nothing newer than what was just saved is looked at.
    private async Task PruneAsync(RemoteFolder store, string newestId, int keep, CancellationToken cancellationToken)
    {
        try
        {
            var complete = (await store.ListAsync(cancellationToken)).Select(file => RunKeys.CheckpointOf(file.Path))
                .Where(place => place is { Name: RunKeys.Manifest }).Select(place => place!.Value.Id)
                .Where(id => string.CompareOrdinal(id, newestId) <= 0).Order(StringComparer.Ordinal).ToArray();
            foreach (var id in complete.SkipLast(Math.Max(1, keep)))
            {
                // The manifest goes first: a half-deleted checkpoint must not look like one.
                await store.DeleteAsync($"{RunKeys.OfCheckpoint(id)}/{RunKeys.Manifest}", cancellationToken);
                await store.PurgeAsync(RunKeys.OfCheckpoint(id), cancellationToken);
            }
        }
        catch (BucketException fault)
        {
            // The checkpoint is safe; the old ones go with the next.
            log.Write(fault.Message);
        }
    }

    private void Tell(CheckpointMessage checkpoint, RemoteMessage place, Transfer done)
    {
        lock (gate) progress = done;
        var message = new TransferMessage
        {
            What = $"checkpoint {checkpoint.Id} to {place.Address}",
            BytesDone = Math.Min(done.BytesDone, checkpoint.Bytes),
            BytesTotal = checkpoint.Bytes,
            BytesPerSecond = done.BytesPerSecond,
        };
        board.ChangeQuietly(s => s.Transfer == message ? s : s with { Transfer = message });
    }

    private void Trouble(CheckpointMessage checkpoint, Exception fault)
    {
        var why = $"checkpoint {checkpoint.Id} is not saved outside this machine yet; the training goes on and it is tried again: {fault.Message}";
        isRefused = fault is BucketException { Trouble: StoreTrouble.Denied or StoreTrouble.NoBucket or StoreTrouble.NoProgram or StoreTrouble.Full };
        log.Write(why);
        board.Note(why);
        board.ChangeQuietly(s => s with { Transfer = (s.Transfer ?? new TransferMessage { BytesTotal = checkpoint.Bytes }) with { Trouble = fault.Message } });
    }

    private CheckpointMessage? Take()
    {
        CheckpointMessage? next;
        lock (gate)
        {
            (sending, waiting) = (waiting, null);
            next = sending;
            if (next is null) idle.TrySetResult();
        }

        Tidy();
        return next;
    }

    private void Return(CheckpointMessage checkpoint)
    {
        lock (gate) waiting ??= checkpoint;
    }

    // On this machine only what is on its way is kept: its disk is the training's.
    private void Tidy()
    {
        string?[] wanted;
        lock (gate) wanted = [waiting?.Id, sending?.Id];
        foreach (var id in CheckpointShelf.Ids(folder.Saved).Where(id => !wanted.Contains(id))) CheckpointShelf.Remove(Path.Combine(folder.Saved, id));
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
