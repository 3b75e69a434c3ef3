namespace Haggle.Agent.State;

/// <summary>Why the machine as a whole ends. The first reason counts; being taken by the provider interrupts everything. Thread-safe.</summary>
internal sealed class Ending : IDisposable
{
    private readonly TaskCompletionSource<string> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource atOnce = new();

    /// <summary>The reason, once there is one.</summary>
    public Task<string> Asked => asked.Task;

    /// <summary>Cancelled when nothing may be finished any more.</summary>
    public CancellationToken AtOnce => atOnce.Token;

    /// <summary>Ends the machine; the program has its grace and what it wrote is saved.</summary>
    public void Ask(string why) => asked.TrySetResult(why);

    /// <summary>Ends the machine with nothing more said or saved.</summary>
    public void AskNow(string why)
    {
        // First this: whoever hears that it ends must see at once how.
        atOnce.Cancel();
        Ask(why);
    }

    public void Dispose() => atOnce.Dispose();
}
