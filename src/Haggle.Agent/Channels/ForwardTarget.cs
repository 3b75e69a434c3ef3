using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Haggle.Agent.Files;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>Joins a channel to something that listens on this machine: a port of the loopback address or a unix socket. Nothing beyond the machine is reached.</summary>
internal sealed class ForwardTarget(MachineFolder folder)
{
    /// <summary>Connects, says so, and hands bytes on in both directions.</summary>
    public async Task ServeAsync(AgentChannel channel, ChannelRequest request, CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = request.Kind == "tcp" ? await PortAsync(request.Port, cancellationToken) : await PathAsync(request.Path ?? "", cancellationToken);
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            await channel.BreakAsync(WhyNot(request, fault), cancellationToken);
            return;
        }

        await channel.AcceptAsync(new ChannelAnswer(), cancellationToken);
        await ChannelRelay.JoinAsync(channel, socket, cancellationToken);
    }

    // Most programs listen on 127.0.0.1, some that say "localhost" on ::1 alone.
    private static async Task<Socket> PortAsync(int port, CancellationToken cancellationToken)
    {
        if (port is < 1 or > 65535) throw new ArgumentOutOfRangeException(nameof(port), "there is no such port");
        try
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionRefused && Socket.OSSupportsIPv6)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, port), cancellationToken);
            }
            catch (SocketException)
            {
                throw fault;
            }
        }
    }

    // A socket's full path may be longer than the system allows; the agent works in the machine's folder, so that those of the program can be named from there.
    private Task<Socket> PathAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || path.Contains('\0')) throw new ArgumentException("there is no such socket");
        var full = Path.GetFullPath(path, folder.Work);
        var near = Path.GetRelativePath(folder.Home, full);
        return ConnectAsync(new UnixDomainSocketEndPoint(near.Length < full.Length ? near : full), cancellationToken);
    }

    private static async Task<Socket> ConnectAsync(EndPoint place, CancellationToken cancellationToken)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (place is IPEndPoint) socket.NoDelay = true;
            await socket.ConnectAsync(place, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string WhyNot(ChannelRequest request, Exception fault)
    {
        var what = request.Kind == "tcp" ? request.Port.ToString(CultureInfo.InvariantCulture) : request.Path;
        return fault is SocketException { SocketErrorCode: SocketError.ConnectionRefused } or SocketException { SocketErrorCode: SocketError.AddressNotAvailable }
            ? $"nothing listens on {(request.Kind == "tcp" ? "port " : "")}{what} there"
            : $"{what} cannot be reached there: {fault.Message}";
    }
}
