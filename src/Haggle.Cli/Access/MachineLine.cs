using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Channels;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Access;

/// <summary>
/// The connection to one node of a run, as long as the run lasts: when the machine is taken away it is made again with the next one, when the server goes
/// away with the server that comes back. Whoever wants a channel meanwhile waits.
/// </summary>
/// <param name="world">Where the server is found.</param>
/// <param name="first">The connection to the server.</param>
/// <param name="run">The run.</param>
/// <param name="rank">The node.</param>
/// <param name="note">Told what happens, in sentences.</param>
internal sealed class MachineLine(World world, HaggleClient first, RunMessage run, int rank, Action<string> note) : IDisposable
{
    private const int WatchSeconds = 10;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(300);

    /// <summary>A link over which nothing comes for so long is asked for a sign of life, and given up when it gives none.</summary>
    private static readonly TimeSpan LifeSignEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private HaggleClient _client = first;
    private RunMessage _run = run;
    private TaskCompletionSource<ChannelLine> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _wasThere;
    private bool _isTold;

    /// <summary>The run as it was last seen.</summary>
    public RunMessage Run => _run;

    /// <summary>Told each time when a machine is reached, also the first time.</summary>
    public Action<RunMessage>? Reached { get; init; }

    /// <summary>Keeps the connection until the run is over.</summary>
    public async Task<RunMessage> KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!Words.IsOver(_run))
            {
                if (await TryAsync(cancellationToken).ConfigureAwait(false) is { } answer) await UseAsync(answer, cancellationToken).ConfigureAwait(false);
                await Task.Delay(BetweenTries, world.Time, cancellationToken).ConfigureAwait(false);
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }

            return _run;
        }
        finally
        {
            lock (_gate) _line.TrySetException(new ChannelBrokenException($"run {_run.Id} is over"));
            _ = _line.Task.Exception;
        }
    }

    /// <summary>Opens a channel, as soon as there is a machine. A channel that was asked for while the machine went away is asked for again.</summary>
    /// <exception cref="ChannelBrokenException">The machine refuses it, or the run is over.</exception>
    public async Task<(AgentChannel Channel, ChannelAnswer Answer)> OpenAsync(ChannelRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<ChannelLine> next;
            lock (_gate) next = _line.Task;
            var line = await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await line.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException fault) when (fault is not ChannelBrokenException { IsAnswer: true })
            {
                Lost(line);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<RestAnswer?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ChannelsAsync(_run.Id, rank, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerRefusal refusal) when (refusal.Code is ErrorCode.Conflict or ErrorCode.Unavailable)
        {
            if (!_isTold) note(_wasThere ? $"The machine is gone; waiting for the next one of run {_run.Id}." : $"Run {_run.Id} has no machine yet; waiting for it.");
            _isTold = true;
            return null;
        }
        catch (IOException)
        {
            await ReconnectAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private async Task UseAsync(RestAnswer answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            var line = new ChannelLine(answer.Body);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var hearing = line.RunAsync(over.Token);
            var guarding = GuardAsync(line, over.Token);
            await LookAsync(cancellationToken).ConfigureAwait(false);
            Reached?.Invoke(_run);
            (_wasThere, _isTold) = (true, false);
            lock (_gate) _line.TrySetResult(line);
            await Task.WhenAny(hearing, guarding).ConfigureAwait(false);
            Lost(line);
            await over.CancelAsync().ConfigureAwait(false);
            answer.Dispose();
            await Task.WhenAll(hearing, guarding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Comes to its end when the link is dead though nobody has closed it: a laptop that slept, a network that is gone.</summary>
    private async Task GuardAsync(ChannelLine line, CancellationToken cancellationToken)
    {
        var misses = 0;
        for (var heard = -1L; misses < 2;)
        {
            await Task.Delay(LifeSignEvery, world.Time, cancellationToken).ConfigureAwait(false);
            misses = line.Heard == heard ? misses + 1 : 0;
            heard = line.Heard;
            _ = line.PingAsync(cancellationToken).ContinueWith(static ping => ping.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private void Lost(ChannelLine line)
    {
        lock (_gate)
        {
            if (_line.Task is { IsCompletedSuccessfully: true } held && ReferenceEquals(held.Result, line)) _line = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Sees where the run stands; waits for news while it has no machine, so that nothing is asked without need.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            _run = _run.Phase is "placing" or "recovering"
                ? await _client.WatchAsync(_run.Id, _run.Version, WatchSeconds, cancellationToken).ConfigureAwait(false)
                : await _client.RunAsync(_run.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            await ReconnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ServerRefusal refusal) when (refusal.Code == ErrorCode.Unavailable)
        {
            // It is stopping; the next look finds the one that comes after it.
        }
    }

    private async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(BetweenTries, world.Time, cancellationToken).ConfigureAwait(false);
        try
        {
            var fresh = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
            _client.Dispose();
            _client = fresh;
        }
        catch (IOException)
        {
            // Not back yet; the next look tries again.
        }
    }
}
