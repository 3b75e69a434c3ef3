using System.Net;
using System.Net.Sockets;

namespace Haggle.Bench.Tunnels;

/// <summary>The least that anything between two sockets can do: a loop for each direction.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;

    public Relay(int to)
    {
        _to = to;
        _listener.Start(500);
        _ = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task RunAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
    }

    private async Task ServeAsync(Socket from)
    {
        using var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (from)
        {
            from.NoDelay = true;
            await to.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _to));
            await Task.WhenAll(CopyAsync(from, to), CopyAsync(to, from));
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[128 * 1024];
        for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
        to.Shutdown(SocketShutdown.Send);
    }
}
