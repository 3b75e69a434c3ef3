using Haggle.Agent.State;

namespace Haggle.Agent.Programs;

/// <summary>Runs a script to its end: by itself, or told to stop, with SIGTERM, its grace, and SIGKILL for whatever is left.</summary>
internal sealed class ScriptRunner(IProgramPlace place, StopWishes stops, StateBoard board, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it.</summary>
    /// <exception cref="TaskFault">It cannot be started.</exception>
    public async Task<ScriptEnd> RunAsync(
        string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, Action? onStarted = null)
    {
        using var program = await place.StartAsync(name, script, environment, cancellationToken);
        onStarted?.Invoke();
        var exit = program.ExitAsync(cancellationToken);
        await ((Task)exit).WaitAsync(stops.Asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (exit.IsCompleted)
        {
            // What a setup script leaves running is meant to serve the program.
            if (name != "setup") program.Signal(Native.SigKill);
            var code = await exit;
            return new ScriptEnd(code, Stopped: false, Killed: false, code == 0 ? "" : place.Cause());
        }

        board.Change(s => s with { Phase = "stopping" });
        program.Signal(Native.SigTerm);
        await GoneAsync(program, exit, cancellationToken);
        var killed = !exit.IsCompleted || program.IsAnyLeft;
        program.Signal(Native.SigKill);
        return new ScriptEnd(await exit, Stopped: true, killed, "");
    }

    // The script's shell may be gone while the training that it started is still saving: all of the session is waited for.
    private async Task GoneAsync(IRunningProgram program, Task exit, CancellationToken cancellationToken)
    {
        while (stops.Left is var left && left > TimeSpan.Zero && (!exit.IsCompleted || program.IsAnyLeft))
        {
            await Task.Delay(left < Look ? left : Look, time, cancellationToken);
        }
    }
}
