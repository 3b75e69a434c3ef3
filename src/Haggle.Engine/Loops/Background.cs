using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>The tasks that run beside the loops. Each ends by itself or by cancellation; one that breaks is logged, never lost silently.</summary>
internal sealed partial class Background(ILogger<Background> log, CancellationToken stopping)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    /// <summary>Starts a task.</summary>
    public void Start(string name, Func<CancellationToken, Task> work)
    {
        if (stopping.IsCancellationRequested) return;
        var task = RunAsync(name, work);
        lock (_gate)
        {
            if (task.IsCompleted) return;
            _tasks.Add(task);
        }

        _ = task.ContinueWith(
            done =>
            {
                lock (_gate) _tasks.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until all tasks have ended; cancel first.</summary>
    public async Task DrainAsync()
    {
        Task[] tasks;
        lock (_gate) tasks = [.. _tasks];
        await Task.WhenAll(tasks);
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> work)
    {
        try
        {
            // The caller stands inside a stored step: give it its thread back first.
            await Task.Yield();
            await work(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The outermost frame of a task: what breaks here is a bug or a fault nobody foresaw, and must be heard of.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogBroken(fault, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Task} broke off")]
    private partial void LogBroken(Exception fault, string task);
}
