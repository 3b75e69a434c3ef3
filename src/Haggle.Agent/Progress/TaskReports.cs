using Haggle.Agent.Checkpoints;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.State;

namespace Haggle.Agent.Progress;

/// <summary>Reads what the program reports, from its log and from the progress file, onto the board. Thread-safe.</summary>
internal sealed class TaskReports(MachineFolder folder, TaskLog taskLog, OrderBook book, StateBoard board, CheckpointKeeper keeper, TimeProvider time)
{
    // A program that floods its log is read at this pace for each look, so that a look stays short.
    private const long BytesPerLook = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly LineTail log = new(folder.TaskLog);
    private readonly LineTail file = new(folder.Progress);
    private bool over;

    /// <summary>Reads what is new.</summary>
    public void Look() => Read(BytesPerLook);

    /// <summary>Reads everything that is there, once the program is over.</summary>
    /// <param name="isOver">Whether nothing prints any more.</param>
    public void ReadAll(bool isOver)
    {
        lock (gate)
        {
            over |= isOver;
            Read(long.MaxValue);
        }
    }

    private void Read(long maxBytes)
    {
        lock (gate)
        {
            try
            {
                log.Read(maxBytes, Take);
                file.Read(maxBytes, Take);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                board.Note($"the log cannot be read: {fault.Message}");
            }

            Tell();
        }
    }

    private void Tell()
    {
        try
        {
            var length = taskLog.Length(over);
            board.ChangeQuietly(s => s.LogLength == length ? s : s with { LogLength = length });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            board.Note($"the log cannot be read: {fault.Message}");
        }
    }

    private void Take(TaskLine line)
    {
        switch (line)
        {
            case TaskLine.Told told: board.ChangeQuietly(s => s with { Progress = told.After(s.Progress, time.GetUtcNow()) }); break;
            case TaskLine.Saved saved: keeper.Announce(saved); break;
            case TaskLine.Noted noted: board.Note(book.Mask.Cover(noted.Text)); break;
            default: throw new System.Diagnostics.UnreachableException(line.ToString());
        }
    }
}
