namespace Haggle.Agent.State;

/// <summary>Stops the program because the machine as a whole ends, and waits for what it still may do.</summary>
/// <param name="ending">How the machine ends.</param>
/// <param name="stops">Where the program is asked to stop.</param>
/// <param name="all">Cancelled to end every conversation of the agent and its view of the program.</param>
/// <param name="time">The clock.</param>
internal sealed class MachineStop(Ending ending, StopWishes stops, CancellationTokenSource all, TimeProvider time)
{
    // With nobody renewing the lease, somebody else may have been sent in already: the program gets little time, and saving some more.
    private static readonly TimeSpan LeaseGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SavingMax = TimeSpan.FromSeconds(30);

    /// <summary>Stops it.</summary>
    /// <param name="why">Why the machine ends, in a word.</param>
    /// <param name="graceSeconds">What the order grants the program.</param>
    /// <param name="flying">Ends when the program is over and what could be saved is saved.</param>
    public async Task RunAsync(string why, double graceSeconds, Task flying)
    {
        // A machine that is gone says nothing any more. An exit code 143 told in its last moment would look like a program that failed by itself, and the
        // run would fail instead of moving on. So the agent falls silent first, and only then anything happens to the program.
        if (ending.AtOnce.IsCancellationRequested) await all.CancelAsync();
        stops.Ask(why switch { "lease" => "nobody renewed the lease", "terminated" => "the agent was told to end", _ => why }, Grace(why, graceSeconds));
        if (ending.AtOnce.IsCancellationRequested) return;
        using var late = new CancellationTokenSource(Grace(why, graceSeconds) + SavingMax, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ending.AtOnce, late.Token);
        await flying.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Grace(string why, double seconds)
    {
        if (ending.AtOnce.IsCancellationRequested) return TimeSpan.Zero;
        var grace = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(1).TotalSeconds));
        return why == "lease" && grace > LeaseGrace ? LeaseGrace : grace;
    }
}
