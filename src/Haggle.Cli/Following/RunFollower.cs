using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>Follows a run to its end: its state and its log at the same time. A server that goes away is started or waited for again; nothing is lost or doubled.</summary>
internal sealed class RunFollower(World world, HaggleClient client, FollowScreen screen) : IDisposable
{
    private const int WaitSeconds = 20;

    /// <summary>How often in a row a server may be lost before that is said to be an error.</summary>
    private const int MostLosses = 20;

    private static readonly TimeSpan AfterLoss = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _connecting = new(1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HaggleClient _client = client;
    private RunMessage? _run;

    public async Task<RunMessage> FollowAsync(RunMessage run, CancellationToken cancellationToken)
    {
        _run = run;
        screen.Tell(run);
        var log = CopyLogAsync(run.Id, cancellationToken);
        while (!Words.IsOver(run))
        {
            var seen = run.Version;
            run = await AskAsync(client => client.WatchAsync(run.Id, seen, WaitSeconds, cancellationToken), cancellationToken).ConfigureAwait(false);
            // The end is told after the last words of the program.
            if (!Words.IsOver(run)) screen.Tell(run);
            _run = run;
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        await log.ConfigureAwait(false);
        screen.Tell(run);
        return run;
    }

    public void Dispose() => _connecting.Dispose();

    private async Task CopyLogAsync(long run, CancellationToken cancellationToken)
    {
        long offset = 0;
        for (var attempt = 1; ;)
        {
            var changed = _changed.Task;
            var known = _run!;
            var isPast = known.Epoch > attempt || Words.IsOver(known);
            if (known.Epoch < attempt)
            {
                if (isPast) return;
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var at = offset;
            var number = attempt;
            var piece = await AskAsync(client => client.LogsAsync(run, number, 0, at, isPast ? 0 : WaitSeconds, cancellationToken), cancellationToken).ConfigureAwait(false);
            screen.Log(piece.Bytes);
            offset = piece.Next;
            if (!piece.AtEnd && (piece.Bytes.Length > 0 || !isPast)) continue;
            screen.EndOfLog();
            attempt++;
            offset = 0;
        }
    }

    /// <summary>Asks, and asks a new server when the old one broke off.</summary>
    private async Task<T> AskAsync<T>(Func<HaggleClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var losses = 0; ;)
        {
            var used = _client;
            try
            {
                return await ask(used).ConfigureAwait(false);
            }
            catch (IOException) when (++losses <= MostLosses)
            {
                if (losses == 2) screen.Note("The server went away; connecting again. The run goes on.");
                await Task.Delay(AfterLoss, world.Time, cancellationToken).ConfigureAwait(false);
                await ReconnectAsync(used, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerRefusal refusal) when (refusal.Code == ErrorCode.Unavailable && ++losses <= MostLosses)
            {
                await Task.Delay(AfterLoss, world.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReconnectAsync(HaggleClient lost, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(_client, lost)) _client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The next question finds out again.
        }
        finally
        {
            _connecting.Release();
        }
    }
}
