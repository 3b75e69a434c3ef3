using Haggle.Cli.Rest;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>Questions that go on when the server goes away in between: it is started or waited for again, and asked again.</summary>
internal sealed class LastingClient(World world, HaggleClient first, Action<string> note) : IDisposable
{
    /// <summary>How often in a row a server may be lost before that is said to be an error.</summary>
    private const int MostLosses = 20;

    private static readonly TimeSpan AfterLoss = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _connecting = new(1);
    private HaggleClient _client = first;

    /// <summary>Asks, and asks a new server when the old one broke off.</summary>
    public async Task<T> AskAsync<T>(Func<HaggleClient, Task<T>> ask, CancellationToken cancellationToken)
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
                if (losses == 2) note("The server went away; connecting again. The run goes on.");
                await Task.Delay(AfterLoss, world.Time, cancellationToken).ConfigureAwait(false);
                await ReconnectAsync(used, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerRefusal refusal) when (refusal.Code == ErrorCode.Unavailable && ++losses <= MostLosses)
            {
                await Task.Delay(AfterLoss, world.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _connecting.Dispose();

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
