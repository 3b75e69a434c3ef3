using Haggle.Providers.Hosts;
using Haggle.Wire.Agent;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// The conversation with the agent's <c>host serve</c> on a host, one request after another over one stream, which is opened anew when it breaks. Every request may be
/// done twice without harm, so one whose answer was lost on a used stream is asked again.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="place">Sees to it that the agent is there.</param>
/// <param name="openings">Lets so many hosts of a pool be opened at once: two hundred at the same instant would each come too late for its own patience.</param>
/// <param name="patience">How long an answer may take.</param>
/// <param name="time">The clock.</param>
internal sealed class HostTalk(SshHost host, Func<CancellationToken, Task<AgentPlace>> place, SemaphoreSlim openings, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private AgentLine? _line;
    private Stream? _stream;

    /// <summary>Asks.</summary>
    /// <exception cref="HostException">The host is not reached, or its agent does not answer.</exception>
    public async Task<HostReply> AskAsync(HostRequest request, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_line is { } used && await TryAsync(used, request, cancellationToken).ConfigureAwait(false) is { Reply: { } again }) return again;
            var (reply, why) = await AnewAsync(request, cancellationToken).ConfigureAwait(false);
            return reply ?? throw new HostException(host.Name, $"the agent on {host.Name} does not answer: {why}", isTransient: true);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync().ConfigureAwait(false);
        _one.Dispose();
    }

    private async Task<(HostReply? Reply, string Why)> AnewAsync(HostRequest request, CancellationToken cancellationToken)
    {
        await openings.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Until the first answer: starting the agent is most of the work.
            _line = await OpenAsync(cancellationToken).ConfigureAwait(false);
            return await TryAsync(_line, request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            openings.Release();
        }
    }

    private async Task<AgentLine> OpenAsync(CancellationToken cancellationToken)
    {
        var agent = await place(cancellationToken).ConfigureAwait(false);
        _stream = await host.OpenAsync(new HostCommand { Words = [agent.Program, "host", "serve", agent.Machines] }, cancellationToken).ConfigureAwait(false);
        return new AgentLine(_stream);
    }

    private async Task<(HostReply? Reply, string Why)> TryAsync(AgentLine line, HostRequest request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var isGood = false;
        try
        {
            await line.WriteAsync(request, HostJson.Default.HostRequest, both.Token).ConfigureAwait(false);
            var reply = await line.ReadAsync(HostJson.Default.HostReply, both.Token).ConfigureAwait(false);
            isGood = reply is not null;
            return (reply, _stream is ProcessStream { } ended && ended.LastWords() is { Length: > 0 } words ? words : "it hung up");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever else goes over this connection is stuck as well; a new one shows whether it is the connection or the host.
            await host.CloseAsync(cancellationToken).ConfigureAwait(false);
            return (null, $"nothing came within {patience.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return (null, fault.Message);
        }
        finally
        {
            if (!isGood) await DropAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DropAsync()
    {
        if (_line is not { } line) return;
        _line = null;
        await line.DisposeAsync().ConfigureAwait(false);
    }
}
