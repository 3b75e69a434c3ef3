using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>Follows a run to its end: its state and its log at the same time. A server that goes away is started or waited for again; nothing is lost or doubled.</summary>
internal sealed class RunFollower(World world, HaggleClient client, FollowScreen screen) : IDisposable
{
    private const int WaitSeconds = 20;

    private readonly LastingClient _client = new(world, client, screen.Note);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunMessage? _run;

    public async Task<RunMessage> FollowAsync(RunMessage run, CancellationToken cancellationToken)
    {
        _run = run;
        screen.Tell(run);
        var log = CopyLogAsync(run.Id, cancellationToken);
        while (!Words.IsOver(run))
        {
            var seen = run.Version;
            run = await _client.AskAsync(client => client.WatchAsync(run.Id, seen, WaitSeconds, cancellationToken), cancellationToken).ConfigureAwait(false);
            // The end is told after the last words of the program.
            if (!Words.IsOver(run)) screen.Tell(run);
            _run = run;
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        await log.ConfigureAwait(false);
        screen.Tell(run);
        return run;
    }

    public void Dispose() => _client.Dispose();

    private async Task CopyLogAsync(long run, CancellationToken cancellationToken)
    {
        long offset = 0;
        for (var attempt = 1; ;)
        {
            var changed = _changed.Task;
            var known = _run!;
            if (known.Epoch < attempt)
            {
                if (Words.IsOver(known)) return;
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var at = offset;
            var number = attempt;
            var piece = await _client.AskAsync(client => client.LogsAsync(run, number, 0, at, WaitSeconds, cancellationToken), cancellationToken).ConfigureAwait(false);
            screen.Log(piece.Bytes);
            offset = piece.Next;

            // Also when the next attempt has begun: the last bytes of this one may still be on their way.
            if (!piece.AtEnd) continue;
            screen.EndOfLog();
            attempt++;
            offset = 0;
        }
    }
}
