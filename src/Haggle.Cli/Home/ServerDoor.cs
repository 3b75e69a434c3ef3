using Haggle.Cli.Rest;

namespace Haggle.Cli.Home;

/// <summary>Finds the server that a command talks to.</summary>
internal static class ServerDoor
{
    /// <summary>The longest path that a unix socket can have on Linux (108 bytes with the closing zero).</summary>
    private const int LongestSocketPath = 107;

    public static async Task<HaggleClient> OpenAsync(World world, bool mayStart, CancellationToken cancellationToken)
    {
        if ((world.ServerAddress ?? world.Variable("HAGGLE_SERVER")) is { } address) return new HaggleClient(TransportFor(address, world));
        var folder = world.StateFolder;
        if (System.Text.Encoding.UTF8.GetByteCount(folder.SocketPath) > LongestSocketPath)
            throw CliException.BadInput($"the path of the server's socket is too long for this system: {folder.SocketPath}", "Set HAGGLE_HOME to a shorter path.");
        if (!IsAnswering(folder.SocketPath))
        {
            if (!mayStart) throw new CliException(ExitCodes.NoServer, "no server is running", "It is started by itself when it is needed; or: haggle server start");
            await PrivateServer.StartAsync(world, cancellationToken).ConfigureAwait(false);
        }

        return new HaggleClient(new SocketTransport(folder.SocketPath, mayStart ? stop => PrivateServer.StartAsync(world, stop) : null));
    }

    /// <summary>Whether somebody listens on a socket. A file left over by a killed server refuses.</summary>
    public static bool IsAnswering(string socketPath)
    {
        if (!File.Exists(socketPath)) return false;
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        try
        {
            socket.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(socketPath));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static IRestTransport TransportFor(string address, World world)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal)) return new SocketTransport(address[5..]);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw CliException.BadInput($"'{address}' is not the address of a server", "Write https://HOST:PORT, or unix:/PATH of a socket.");
        return new UrlTransport(uri, world.Variable("HAGGLE_TOKEN"));
    }
}
