using System.Text.Json;
using Haggle.Agent.Checkpoints;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>
/// Looks at the pretended metadata service of the machine: hears the notice when its time has come, not before, and lets the machine be taken when
/// its time is over.
/// </summary>
internal sealed class Reclaim(
    MachineFolder folder, OrderBook book, StateBoard board, StopWishes stops, Ending ending, CheckpointUploader uploader, AgentLog log, TimeProvider time)
{
    // Part of the notice is kept for the last checkpoint; the program gets the rest.
    private const double SavingShare = 0.25;
    private static readonly TimeSpan SavingMin = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SavingMax = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private DateTime readAt;
    private ReclaimSchedule? schedule;
    private DateTimeOffset? signalledFor;

    /// <summary>One look.</summary>
    public void Look()
    {
        Read();
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (now >= signalledFor) ending.AskNow("reclaimed");
        }

        if (schedule is not { } due) return;
        if (now >= due.At)
        {
            ending.AskNow("reclaimed");
        }
        else if (due.NoticeAt is { } notice && now >= notice && board.Now.State.ReclaimAt != due.At)
        {
            Hear(due.At, due.At - now);
        }
    }

    /// <summary>The machine was told that it is taken away soon. Told again, the first word stays: clusters say it to every process, and twice.</summary>
    public void Hear(TimeSpan left)
    {
        lock (gate)
        {
            if (signalledFor is not null) return;
            var at = time.GetUtcNow() + left;
            Hear(at, left);
            signalledFor = at;
        }
    }

    /// <summary>How long the program gets of what is left until the machine is taken.</summary>
    /// <param name="left">What is left.</param>
    /// <param name="grace">What it gets at most.</param>
    /// <param name="upload">How long the last checkpoint is expected to take to a store outside the machine; null when there is none or nothing is known.</param>
    internal static TimeSpan GraceWithin(TimeSpan left, TimeSpan grace, TimeSpan? upload = null)
    {
        var saving = left * SavingShare;
        saving = saving < SavingMin ? SavingMin : saving > SavingMax ? SavingMax : saving;
        if (upload is { } takes && takes + SavingMin > saving)
            saving = takes + SavingMin < left * UploadChoice.SavingShareMax ? takes + SavingMin : left * UploadChoice.SavingShareMax;
        var most = left > saving ? left - saving : TimeSpan.Zero;
        return grace < most ? grace : most;
    }

    private void Hear(DateTimeOffset at, TimeSpan left)
    {
        log.Write($"reclaim notice: the machine is taken at {at:O}");
        board.Change(s => s with { ReclaimAt = at });
        uploader.Hurry(at);
        stops.Ask("the provider takes the machine back", GraceWithin(left, TimeSpan.FromSeconds(book.Order?.GraceSeconds ?? 0), uploader.Takes));
    }

    private void Read()
    {
        try
        {
            var changed = File.GetLastWriteTimeUtc(folder.Reclaim);
            if (changed == readAt || !File.Exists(folder.Reclaim)) return;
            schedule = JsonSerializer.Deserialize(File.ReadAllBytes(folder.Reclaim), AgentJson.Default.ReclaimSchedule);
            readAt = changed;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            // It is being written: the next look sees it whole.
        }
    }
}
