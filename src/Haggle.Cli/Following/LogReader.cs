using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>Copies a run's log, attempt after attempt, from where it stands; with `-f` until the run is over.</summary>
internal sealed class LogReader(LastingClient client, RunMessage run, int rank, Action<ReadOnlyMemory<byte>> output)
{
    private const int WaitSeconds = 20;

    public async Task CopyAsync(int? onlyAttempt, bool follow, CancellationToken cancellationToken)
    {
        var attempt = onlyAttempt ?? 1;
        if (onlyAttempt is { } wanted && (wanted < 1 || wanted > run.Epoch))
            throw new CliException(ExitCodes.NoSuchRun, $"run {run.Id} has no attempt {wanted}", run.Epoch == 0 ? "It has not begun one yet." : $"It has attempts 1 to {run.Epoch}.");
        while (true)
        {
            if (attempt <= run.Epoch)
            {
                await CopyAttemptAsync(attempt, follow, cancellationToken).ConfigureAwait(false);
                attempt++;
                if (onlyAttempt is not null) return;
                continue;
            }

            if (!follow || Render.Words.IsOver(run)) return;
            run = await client.AskAsync(server => server.WatchAsync(run.Id, run.Version, WaitSeconds, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAttemptAsync(int attempt, bool follow, CancellationToken cancellationToken)
    {
        long offset = 0;
        while (true)
        {
            var at = offset;
            var piece = await client.AskAsync(
                server => server.LogsAsync(run.Id, attempt, rank, at, follow ? WaitSeconds : 0, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (piece.Bytes.Length > 0) output(piece.Bytes);
            offset = piece.Next;
            if (piece.AtEnd || (!follow && piece.Bytes.Length == 0)) return;
        }
    }
}
