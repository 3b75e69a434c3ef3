using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>Looks at each run when its due instant comes, even if nothing was heard.</summary>
internal sealed partial class DueLoop(IStore store, RunLoop runs, TimeProvider time, ILogger<DueLoop> log)
{
    /// <summary>The longest sleep: another process may have stored a run that is due sooner.</summary>
    private static readonly TimeSpan SleepMost = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private const int Batch = 256;

    private readonly WakeSignal _wake = new(time);
    private readonly Lock _gate = new();
    private DateTimeOffset _nextDue = DateTimeOffset.MaxValue;
    private bool _isAsking;

    /// <summary>Something may be due earlier than this loop believes.</summary>
    public void Due(DateTimeOffset at)
    {
        lock (_gate)
        {
            if (at >= _nextDue) return;
            _nextDue = at;
            if (_isAsking) return;
        }

        _wake.Set();
    }

    /// <summary>Repeats the step until stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                while (await StepAsync(cancellationToken))
                {
                }

                var wait = await NextDueAsync(cancellationToken) - time.GetUtcNow();
                await _wake.WaitAsync(wait > SleepMost ? SleepMost : wait, cancellationToken);
            }
            catch (StoreException fault)
            {
                LogNotStored(fault);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    /// <summary>Makes the steps that are due, a batch at most.</summary>
    /// <returns>Whether more may be due.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var due = await store.DueAsync(time.GetUtcNow(), Batch, cancellationToken);
        await Task.WhenAll(due.Select(run => LookAsync(run, cancellationToken)));
        return due.Length == Batch;
    }

    /// <summary>What the store says, or what was told while it was asked: a run that was stored meanwhile may be missing from its answer.</summary>
    private async Task<DateTimeOffset> NextDueAsync(CancellationToken cancellationToken)
    {
        lock (_gate) (_nextDue, _isAsking) = (DateTimeOffset.MaxValue, true);
        var stored = DateTimeOffset.MinValue;
        try
        {
            stored = await store.NextDueAsync(cancellationToken) ?? DateTimeOffset.MaxValue;
        }
        finally
        {
            lock (_gate) (_nextDue, _isAsking) = (stored < _nextDue ? stored : _nextDue, false);
        }

        lock (_gate) return _nextDue;
    }

    /// <summary>
    /// One after the other, each step would wait for the disk by itself, and ten thousand runs that come due together would be seconds late. Side by
    /// side, those that wait share the next transaction.
    /// </summary>
    private async Task LookAsync(RunId run, CancellationToken cancellationToken)
    {
        // A store that is free writes on the caller's thread: let the others begin first.
        await Task.Yield();
        await runs.StepAsync(run, null, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "due runs could not be stored; tried again")]
    private partial void LogNotStored(Exception fault);
}
