using System.Net;
using System.Net.Sockets;
using Haggle.Wire.Channels;

namespace Haggle.Cli.Access;

/// <summary>The end of a tunnel on this computer: listens on the loopback address, which nobody from outside reaches, and leads each connection over a channel.</summary>
internal sealed class LocalEnd : IDisposable
{
    private const int Waiting = 128;

    // A program that leaks connections must not eat this one's files.
    private const int MostConnections = 1000;

    private readonly Socket _socket;
    private readonly SemaphoreSlim _places = new(MostConnections);
    private readonly Forward _forward;
    private readonly Func<ChannelRequest, CancellationToken, Task<(AgentChannel Channel, ChannelAnswer Answer)>> _open;
    private readonly Action<string> _note;
    private string _told = "";

    /// <summary>Begins to listen.</summary>
    /// <exception cref="CliException">The port is taken.</exception>
    public LocalEnd(Forward forward, Func<ChannelRequest, CancellationToken, Task<(AgentChannel Channel, ChannelAnswer Answer)>> open, Action<string> note)
    {
        (_forward, _open, _note) = (forward, open, note);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, forward.LocalPort));
            _socket.Listen(Waiting);
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            var there = forward.Path ?? forward.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw CliException.BadInput(
                fault.SocketErrorCode == SocketError.AccessDenied ? $"port {forward.LocalPort} may only be opened by root here" : $"port {forward.LocalPort} is taken on this computer",
                $"Choose another one here: {(forward.LocalPort < 1024 ? 8080 : Math.Min(forward.LocalPort + 1, 65535))}:{there}, or 0:{there} for any that is free.");
        }
    }

    /// <summary>The port here.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Forward Forward => _forward;

    /// <summary>Takes connections until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            var connection = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            _ = LeadAsync(connection, cancellationToken);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _places.Dispose();
    }

    private async Task LeadAsync(Socket connection, CancellationToken cancellationToken)
    {
        try
        {
            connection.NoDelay = true;
            var (channel, _) = await _open(_forward.Request(), cancellationToken).ConfigureAwait(false);
            _told = "";
            await ChannelRelay.JoinAsync(channel, connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelBrokenException refusal)
        {
            // A browser asks again every second; one line is enough until something changes.
            if (_told != refusal.Message && !cancellationToken.IsCancellationRequested) _note(char.ToUpperInvariant(refusal.Message[0]) + refusal.Message[1..] + ".");
            _told = refusal.Message;
            connection.LingerState = new LingerOption(true, 0);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // This command ends, or the one who connected is gone.
        }
        finally
        {
            connection.Dispose();
            if (!cancellationToken.IsCancellationRequested) _places.Release();
        }
    }
}
