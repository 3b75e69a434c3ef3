using Haggle.Wire.Agent;

namespace Haggle.Agent.State;

/// <summary>The agent's whole state, its mark, and those who wait for news. Thread-safe.</summary>
internal sealed class StateBoard(TimeProvider time)
{
    private const int MaxNotes = 8;
    private const int MaxCheckpoints = 8;

    // A log that grows is news, but not worth an answer for every line: quiet news waits so long for more.
    private static readonly TimeSpan QuietGap = TimeSpan.FromMilliseconds(150);

    private readonly Lock gate = new();
    private TaskCompletionSource changed = NewSignal();
    private StateMessage state = new() { Phase = "idle" };
    private long mark = 1;
    private long loudMark = 1;

    public (StateMessage State, long Mark) Now
    {
        get
        {
            lock (gate) return (state, mark);
        }
    }

    /// <summary>Changes the state; the same object given back means that nothing changed.</summary>
    public void Change(Func<StateMessage, StateMessage> change) => Change(change, quiet: false);

    /// <summary>Changes what changes all the time (log length, progress).</summary>
    public void ChangeQuietly(Func<StateMessage, StateMessage> change) => Change(change, quiet: true);

    /// <summary>Adds something for people.</summary>
    public void Note(string text) => Change(s => s.Notes is [.., var last] && last == text ? s : s with { Notes = [.. s.Notes.TakeLast(MaxNotes - 1), text] });

    /// <summary>Tells of a checkpoint that is complete where it is looked for.</summary>
    public void Saved(CheckpointMessage checkpoint) => Change(s => s with { Checkpoints = [.. s.Checkpoints.TakeLast(MaxCheckpoints - 1), checkpoint] });

    /// <summary>The state as soon as it differs from the one seen, or after the wait.</summary>
    public async Task<(StateMessage State, long Mark)> NewsAsync(long seen, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Task signal;
            bool quietNews;
            lock (gate)
            {
                quietNews = mark != seen;
                if ((quietNews && (loudMark > seen || seen > mark || time.GetElapsedTime(began) >= QuietGap)) || time.GetElapsedTime(began) >= wait) return (state, mark);
                signal = changed.Task;
            }

            var left = wait - time.GetElapsedTime(began);
            if (quietNews && QuietGap < left) left = QuietGap;
            await signal.WaitAsync(Positive(left), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);

    private void Change(Func<StateMessage, StateMessage> change, bool quiet)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            var next = change(state);
            if (ReferenceEquals(next, state)) return;
            state = next;
            mark++;
            if (!quiet) loudMark = mark;
            signal = changed;
            changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
